"""`python -m bench.history`: all 121,245 requests of a year by `yikou import cases`, and what is overdue afterwards.

Exits non-zero unless the overdue count is what the file itself says: open, with a due time that has passed.
"""

import csv
import json
import sys
import time

import httpx

from app.services.importing.case_lines import CASES
from bench import boston, service


def main() -> None:
    rows = boston.rows(boston.YEAR)
    with service.scratch() as data_dir:
        directory = data_dir / "boston"
        directory.mkdir()
        categories = boston.write_directory(directory, rows)
        drawn = json.loads((directory / "boundaries.geojson").read_text())
        grids = {feature["properties"]["code"] for feature in drawn["features"]}
        service.yikou("import", str(directory), "--data-dir", str(data_dir))
        file = data_dir / "history.csv"
        with file.open("w", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(CASES.fields)
            writer.writerows(boston.history(rows, categories, grids))
        started = time.perf_counter()
        print(service.yikou("import", "cases", str(file), "--data-dir", str(data_dir)).strip())
        elapsed = time.perf_counter() - started
        print(f"{len(rows)} rows in {elapsed:.1f} s")
        print(service.yikou("import", "cases", str(file), "--data-dir", str(data_dir)).strip(), "(again)")
        password = service.password_of("supervisor", data_dir)
        with service.served(data_dir) as (url, _):
            headers = {"Authorization": f"Bearer {service.token(url, 'supervisor', password)}"}
            started = time.perf_counter()
            answer = httpx.get(f"{url}/api/v1/supervision/summary", headers=headers, timeout=60).json()
            print(f"overdue by department in {(time.perf_counter() - started) * 1000:.0f} ms")
    wanted = sum(1 for row in rows if row["due_at"] and not row["closed_at"])
    print(f"overdue: the file says {wanted}, the service {answer['total']}")
    sys.exit(0 if wanted == answer["total"] else 1)


if __name__ == "__main__":
    main()

/** A CSV as it was written, cell by cell with the lines they begin in, so that one cell can be mended. */

/** @typedef {{line: number, cells: string[]}} Row */

/** @param {string} text @returns {Row[]} */
export function rowsOf(text) {
  /** @type {Row[]} */
  const rows = [];
  let line = 1;
  let row = /** @type {Row} */ ({ line: 1, cells: [] });
  let cell = "";
  let quoted = false;
  const end = () => {
    row.cells.push(cell);
    rows.push(row);
    cell = "";
    line += 1;
    row = { line, cells: [] };
  };
  const plain = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  for (let at = 0; at < plain.length; at += 1) {
    const sign = plain[at];
    if (quoted) {
      if (sign === '"' && plain[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else if (sign === '"') quoted = false;
      else {
        if (sign === "\n") line += 1;
        cell += sign;
      }
    } else if (sign === '"' && cell === "") quoted = true;
    else if (sign === ",") {
      row.cells.push(cell);
      cell = "";
    } else if (sign === "\n") end();
    else cell += sign;
  }
  if (cell || row.cells.length) end();
  return rows;
}

/** @param {string} cell */
const written = (cell) => (/[",\n]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell);

/** The same text with one cell changed. @param {string} text @param {number} line @param {number} at
 * @param {string} value */
export function mended(text, line, at, value) {
  const rows = rowsOf(text).map((row) => {
    if (row.line !== line) return row;
    const cells = [...row.cells];
    while (cells.length <= at) cells.push("");
    cells[at] = value;
    return { ...row, cells };
  });
  return `${rows.map((row) => row.cells.map(written).join(",")).join("\n")}\n`;
}

/** The names of the columns as the service reads them. @param {Row[]} rows */
export const headerOf = (rows) => {
  const first = rows.find((row) => row.cells.some((cell) => cell.trim()));
  return first ? first.cells.map((cell) => cell.normalize("NFKC").trim().toLowerCase()) : [];
};

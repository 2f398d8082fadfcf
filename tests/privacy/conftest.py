"""The phone and the photos of other tests, for private matters."""

from tests.sync.conftest import phone_of, relayed
from tests.uploads.conftest import store, worked

__all__ = ["phone_of", "relayed", "store", "worked"]

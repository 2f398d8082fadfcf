"""Photos for the demo, drawn rather than taken: a street by day, and something on it that is gone afterwards."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFilter

_SIZE = (960, 720)
_SKIES = ((172, 198, 222), (196, 206, 214), (150, 184, 214), (214, 204, 190))
_WALLS = ((206, 192, 172), (178, 170, 160), (190, 160, 140), (160, 172, 178), (214, 206, 196))
_LITTER = ((70, 92, 64), (120, 96, 60), (52, 58, 66), (168, 60, 48), (210, 202, 188), (36, 84, 130))


def scene(seed: int, *, is_clear: bool = False) -> bytes:
    """A JPEG of the place `seed`; the same place without what was in the way when it `is_clear`."""
    chance = Random(seed)  # noqa: S311  (a picture, no secret)
    picture = Image.new("RGB", _SIZE, chance.choice(_SKIES))
    draw = ImageDraw.Draw(picture)
    _houses(draw, chance)
    _street(draw, chance)
    if not is_clear:
        _heap(draw, chance)
    blurred = picture.filter(ImageFilter.GaussianBlur(1.2))
    grain = Image.effect_noise(_SIZE, 18).convert("RGB")
    out = BytesIO()
    Image.blend(blurred, grain, 0.08).save(out, "JPEG", quality=72)
    return out.getvalue()


def _houses(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    left = -40
    while left < _SIZE[0]:
        wide, top = chance.randint(130, 260), chance.randint(60, 230)
        draw.rectangle((left, top, left + wide, 430), fill=chance.choice(_WALLS))
        for x in range(left + 18, left + wide - 30, 46):
            for y in range(top + 24, 390, 62):
                draw.rectangle((x, y, x + 26, y + 36), fill=(88, 102, 116))
        left += wide + chance.randint(0, 24)


def _street(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    kerb = chance.randint(470, 520)
    draw.rectangle((0, 420, _SIZE[0], kerb), fill=(150, 146, 138))
    draw.rectangle((0, kerb, *_SIZE), fill=(96, 98, 102))
    draw.rectangle((0, kerb, _SIZE[0], kerb + 10), fill=(186, 182, 174))
    for x in range(chance.randint(-80, 0), _SIZE[0], 190):
        draw.polygon([(x, 640), (x + 96, 640), (x + 84, 656), (x - 14, 656)], fill=(214, 212, 204))
    for _ in range(chance.randint(2, 4)):
        x = chance.randint(30, 900)
        draw.rectangle((x, 300, x + 12, 450), fill=(92, 72, 54))
        draw.ellipse((x - 62, 180, x + 74, 330), fill=(70, chance.randint(104, 136), 66))


def _heap(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    middle, ground = chance.randint(280, 680), chance.randint(540, 600)
    draw.ellipse((middle - 210, ground - 10, middle + 210, ground + 54), fill=(78, 78, 80))
    for _ in range(46):
        x = middle + int(chance.gauss(0, 80))
        y = ground + 20 - abs(int(chance.gauss(0, 60)))
        size = chance.randint(14, 48)
        corners = [(x + chance.randint(-size, size), y + chance.randint(-size, size)) for _ in range(5)]
        draw.polygon(corners, fill=chance.choice(_LITTER))

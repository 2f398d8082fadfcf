// Photos as they travel: those of a camera are made smaller, so that six of them get through a weak line.

const LONGEST = 1920;
const SMALL = 700000;

/** @param {File} photo @returns {Promise<Blob>} */
export async function shrunk(photo) {
  if (photo.size <= SMALL || !window.createImageBitmap) return photo;
  try {
    const image = await createImageBitmap(photo, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    const drawing = canvas.getContext("2d");
    if (!drawing) return photo;
    drawing.drawImage(image, 0, 0, canvas.width, canvas.height);
    /** @type {Blob | null} */
    const smaller = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.82); });
    return smaller && smaller.size < photo.size ? smaller : photo;
  } catch {
    return photo; // a format that this browser cannot read; the service may
  }
}

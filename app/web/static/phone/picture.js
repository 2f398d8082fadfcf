// @ts-check
/** Photos as a bad line can carry them: at most 1,600 pixels at the longer side, as JPEG. */

const LONGEST = 1600;
const QUALITIES = [0.82, 0.7, 0.55];
const ENOUGH = 420000;
const OLD_MS = 120000;

/**
 * The photo made smaller; what this browser cannot read (HEIC) or what is small already stays as it is.
 * @param {File} file
 * @returns {Promise<Blob>}
 */
export async function shrink(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch (_) {
    return file;
  }
  const share = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  if (share === 1 && file.size <= ENOUGH && file.type === "image/jpeg") return file;
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * share));
  canvas.height = Math.max(1, Math.round(bitmap.height * share));
  const drawing = canvas.getContext("2d");
  if (!drawing) return file;
  drawing.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  let smallest = file.type === "image/jpeg" ? /** @type {Blob} */ (file) : null;
  for (const quality of QUALITIES) {
    const made = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
    if (made && (!smallest || made.size < smallest.size)) smallest = made;
    if (smallest && smallest.size <= ENOUGH) break;
  }
  return smallest || file;
}

/** When it was taken: just now, or, out of the gallery, when the file was made. @param {File} file */
export function takenAt(file) {
  const now = Date.now();
  const old = file.lastModified && now - file.lastModified > OLD_MS;
  return new Date(old ? file.lastModified : now).toISOString();
}

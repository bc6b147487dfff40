/** Names file formats by the bytes that they begin with. They are named and never opened. */
import { inflateSync } from "node:zlib";

interface Magic {
  readonly title: string;
  readonly bytes: readonly (number | undefined)[];
  readonly offset?: number;
}

const inflatedLimit = 4 * 1024 * 1024;

const ascii = (text: string): readonly number[] => Array.from(text, (character) => character.charCodeAt(0));

const magics: readonly Magic[] = [
  { title: "PNG image", bytes: [0x89, ...ascii("PNG\r\n"), 0x1a, 0x0a] },
  { title: "JPEG image", bytes: [0xff, 0xd8, 0xff] },
  { title: "GIF image", bytes: ascii("GIF87a") },
  { title: "GIF image", bytes: ascii("GIF89a") },
  { title: "WebP image", bytes: [...ascii("RIFF"), ...new Array(4), ...ascii("WEBP")] },
  { title: "AVIF image", bytes: ascii("ftypavif"), offset: 4 },
  { title: "HEIC image", bytes: ascii("ftypheic"), offset: 4 },
  { title: "TIFF image", bytes: [...ascii("II"), 0x2a, 0] },
  { title: "TIFF image", bytes: [...ascii("MM"), 0, 0x2a] },
  { title: "gzip data", bytes: [0x1f, 0x8b, 8] },
  { title: "Zstandard data", bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { title: "LZ4 data", bytes: [0x04, 0x22, 0x4d, 0x18] },
  { title: "bzip2 data", bytes: ascii("1AY&SY"), offset: 4 },
  { title: "XZ data", bytes: [0xfd, ...ascii("7zXZ"), 0] },
  { title: "7-Zip archive", bytes: [...ascii("7z"), 0xbc, 0xaf, 0x27, 0x1c] },
  { title: "ZIP archive", bytes: [...ascii("PK"), 3, 4] },
  { title: "PDF document", bytes: ascii("%PDF-") },
  { title: "WebAssembly module", bytes: [0, ...ascii("asm")] },
  { title: "WAVE audio", bytes: [...ascii("RIFF"), ...new Array(4), ...ascii("WAVE")] },
  { title: "MP3 audio", bytes: [...ascii("ID3"), undefined, 0] },
  { title: "FLAC audio", bytes: ascii("fLaC") },
  { title: "Ogg media", bytes: ascii("OggS") },
  { title: "MP4 media", bytes: ascii("ftyp"), offset: 4 },
  { title: "WebM or Matroska media", bytes: [0x1a, 0x45, 0xdf, 0xa3] },
  { title: "SQLite database", bytes: ascii("SQLite format 3\0") },
  { title: "ELF program", bytes: [0x7f, ...ascii("ELF")] },
  { title: "Avro file", bytes: [...ascii("Obj"), 1] },
  { title: "Parquet file", bytes: ascii("PAR1") },
  { title: "Arrow file", bytes: ascii("ARROW1") },
  { title: "Java serialized object", bytes: [0xac, 0xed, 0, 5] },
];

/** `PNG image, 640 × 480`; undefined for what is not known. */
export function namedFormat(bytes: Uint8Array): string | undefined {
  const found = magics.find(({ bytes: magic, offset = 0 }) =>
    magic.every((byte, index) => (byte === undefined ? offset + index < bytes.length : bytes[offset + index] === byte)),
  );
  if (!found) return isZlib(bytes) ? "zlib data" : undefined;
  const size = found.title === "PNG image" ? pngSize(bytes) : found.title === "GIF image" ? gifSize(bytes) : undefined;
  return size ? `${found.title}, ${size.width} × ${size.height}` : found.title;
}

/** RFC 1950 section 2.2 has only two bytes for it, so all of it is tried: the end holds a checksum. */
function isZlib(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x78 || ![0x01, 0x5e, 0x9c, 0xda].includes(bytes[1] ?? 0)) return false;
  try {
    inflateSync(bytes, { maxOutputLength: inflatedLimit });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
  }
}

function pngSize(bytes: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  if (bytes.length < 24) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

function gifSize(bytes: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  if (bytes.length < 10) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

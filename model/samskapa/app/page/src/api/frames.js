// The binary frames of every stream: a header in JSON and numbers in typed arrays.

const MAGIC = 0x31464b53; // "SKF1", little-endian
const TYPES = { f4: Float32Array, u1: Uint8Array, u2: Uint16Array, i2: Int16Array, i4: Int32Array };
const decoder = new TextDecoder();

/** An array of a frame: `values`, `shape`, and `at(i, j, ...)` which also undoes the packing into one byte. */
export class Numbers {
  constructor(values, { shape, low, high }) {
    this.values = values;
    this.shape = shape;
    this.low = low ?? 0;
    this.scale = low === undefined ? 1 : (high - low) / 255;
    this.strides = shape.map((_, n) => shape.slice(n + 1).reduce((a, b) => a * b, 1));
  }

  at(...place) {
    let n = 0;
    for (let axis = 0; axis < place.length; axis += 1) n += place[axis] * this.strides[axis];
    return this.low + this.scale * this.values[n];
  }

  /** The numbers of the last axis at a place, unpacked. */
  row(...place) {
    const length = this.shape[this.shape.length - 1];
    let n = 0;
    for (let axis = 0; axis < place.length; axis += 1) n += place[axis] * this.strides[axis];
    const found = new Array(length);
    for (let i = 0; i < length; i += 1) found[i] = this.low + this.scale * this.values[n + i];
    return found;
  }
}

function opened(bytes, start, headerBytes, dataBytes) {
  const header = JSON.parse(decoder.decode(bytes.subarray(start + 16, start + 16 + headerBytes)));
  const first = bytes.byteOffset + start + 16 + headerBytes;
  const data = bytes.buffer.slice(first, first + dataBytes);
  const arrays = {};
  for (const [name, about] of Object.entries(header.arrays ?? {})) {
    const size = about.shape.reduce((a, b) => a * b, 1);
    arrays[name] = new Numbers(new TYPES[about.type](data, about.at, size), about);
  }
  return { ...header, arrays };
}

/** Frames of a reply, one after another as they arrive. */
export async function* framesOf(stream) {
  const reader = stream.getReader();
  let kept = new Uint8Array(0);
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const bytes = new Uint8Array(kept.length + value.length);
    bytes.set(kept);
    bytes.set(value, kept.length);
    const view = new DataView(bytes.buffer);
    let start = 0;
    while (bytes.length - start >= 16) {
      if (view.getUint32(start, true) !== MAGIC) throw new Error("not a frame");
      const headerBytes = view.getUint32(start + 4, true);
      const dataBytes = view.getUint32(start + 8, true);
      if (bytes.length - start < 16 + headerBytes + dataBytes) break;
      yield opened(bytes, start, headerBytes, dataBytes);
      start += 16 + headerBytes + dataBytes;
    }
    kept = bytes.slice(start);
  }
}

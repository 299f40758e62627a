import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";
import { basename } from "node:path";

const BLOCK = 512;
const COPY_BYTES = 1 << 20;
/** Sizes from here on do not fit into eleven octal digits. */
const OCTAL_SIZES = 2 ** 33;

/** Appends a file to a tar archive (ustar; sizes of 8 GB and more as GNU and POSIX tools read them). @param at seconds since the epoch */
export async function appendToTar(tar: FileHandle, file: string, at: number): Promise<void> {
  const source = await open(file, "r");
  try {
    const { size } = await source.stat();
    await tar.write(header(basename(file), size, at));
    const buffer = Buffer.allocUnsafe(COPY_BYTES);
    for (let left = size; left > 0;) {
      const { bytesRead } = await source.read(buffer, 0, Math.min(left, COPY_BYTES));
      if (bytesRead === 0) throw new Error(`${file} became shorter while it was being copied`);
      await tar.write(buffer, 0, bytesRead);
      left -= bytesRead;
    }
    await tar.write(Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK));
  } finally {
    await source.close();
  }
}

/** Two empty blocks end an archive. */
export async function endTar(tar: FileHandle): Promise<void> {
  await tar.write(Buffer.alloc(2 * BLOCK));
}

function header(name: string, size: number, at: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, offset: number, length: number): void =>
    void block.write(value.toString(8).padStart(length - 1, "0"), offset, "ascii");
  block.write(name, 0, 100, "utf8");
  octal(0o600, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  if (size < OCTAL_SIZES) octal(size, 124, 12);
  else {
    block[124] = 0x80;
    block.writeBigUInt64BE(BigInt(size), 128);
  }
  octal(Math.floor(at), 136, 12);
  block.fill(" ", 148, 156);
  block.write("0", 156);
  block.write("ustar\u000000", 257, "latin1");
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return block;
}

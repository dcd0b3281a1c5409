const MACHINES = { x86: 0x14c, x64: 0x8664, arm64: 0xaa64 } as const;

const FILE_ALIGNMENT = 0x200;
const SECTION_ALIGNMENT = 0x1000;
const HEADERS_SIZE = 0x200;
const PE_AT = 0x40;
const DIRECTORIES = 16;
const EXECUTABLE = 0x0002;
const DLL = 0x2000;
const READABLE_DATA = 0x40000040;
const WINDOWS_GUI = 2;

export interface PortableExecutable {
  machine: keyof typeof MACHINES;
  /** What its one section holds, with the addresses counted from `SECTION_ADDRESS`. */
  data: Buffer;
  /** Makes it a library whose export table fills the first so many bytes of `data`. */
  exportTableSize?: number;
}

/** Where the section lies in memory, seen from the program's start. */
export const SECTION_ADDRESS = SECTION_ALIGNMENT;

/** A file in the format of Windows programs that holds data and no code: enough for whoever reads or edits its parts. */
export function makePortableExecutable({ machine, data, exportTableSize }: PortableExecutable): Buffer {
  const isWide = machine !== 'x86';
  const optionalSize = (isWide ? 112 : 96) + DIRECTORIES * 8;
  const rawSize = align(data.length, FILE_ALIGNMENT);
  const file = Buffer.alloc(HEADERS_SIZE + rawSize);
  file.write('MZ', 0, 'latin1');
  file.writeUInt32LE(PE_AT, 0x3c);

  file.write('PE\0\0', PE_AT, 'latin1');
  const coff = PE_AT + 4;
  file.writeUInt16LE(MACHINES[machine], coff);
  file.writeUInt16LE(1, coff + 2);
  file.writeUInt16LE(optionalSize, coff + 16);
  file.writeUInt16LE(exportTableSize === undefined ? EXECUTABLE : EXECUTABLE | DLL, coff + 18);

  const optional = coff + 20;
  file.writeUInt16LE(isWide ? 0x20b : 0x10b, optional);
  file.writeUInt32LE(rawSize, optional + 8);
  // Alignments and what follows them stand at the same place in both forms of the header.
  file.writeUInt32LE(SECTION_ALIGNMENT, optional + 32);
  file.writeUInt32LE(FILE_ALIGNMENT, optional + 36);
  file.writeUInt16LE(6, optional + 40);
  file.writeUInt16LE(6, optional + 48);
  file.writeUInt32LE(SECTION_ADDRESS + align(data.length, SECTION_ALIGNMENT), optional + 56);
  file.writeUInt32LE(HEADERS_SIZE, optional + 60);
  file.writeUInt16LE(WINDOWS_GUI, optional + 68);
  const directories = optional + optionalSize - DIRECTORIES * 8;
  file.writeUInt32LE(DIRECTORIES, directories - 4);
  if (exportTableSize !== undefined) {
    file.writeUInt32LE(SECTION_ADDRESS, directories);
    file.writeUInt32LE(exportTableSize, directories + 4);
  }

  const section = optional + optionalSize;
  file.write('.rdata', section, 'latin1');
  file.writeUInt32LE(data.length, section + 8);
  file.writeUInt32LE(SECTION_ADDRESS, section + 12);
  file.writeUInt32LE(rawSize, section + 16);
  file.writeUInt32LE(HEADERS_SIZE, section + 20);
  file.writeUInt32LE(READABLE_DATA, section + 36);
  data.copy(file, HEADERS_SIZE);
  return file;
}

/** A library that names these functions and has none of them. */
export function makeHollowLibrary(name: string, functions: readonly string[]): Buffer {
  const names = functions.toSorted();
  const header = 40;
  const addresses = header;
  const pointers = addresses + names.length * 4;
  const ordinals = pointers + names.length * 4;
  const strings = ordinals + names.length * 2;
  const texts = [name, ...names].map((text) => Buffer.from(`${text}\0`, 'latin1'));
  const data = Buffer.concat([Buffer.alloc(strings), ...texts]);
  const inMemory = (offset: number) => SECTION_ADDRESS + offset;

  let textAt = strings;
  data.writeUInt32LE(inMemory(textAt), 12);
  data.writeUInt32LE(1, 16);
  data.writeUInt32LE(names.length, 20);
  data.writeUInt32LE(names.length, 24);
  data.writeUInt32LE(inMemory(addresses), 28);
  data.writeUInt32LE(inMemory(pointers), 32);
  data.writeUInt32LE(inMemory(ordinals), 36);
  names.forEach((_, index) => {
    textAt += texts[index]?.length ?? 0;
    data.writeUInt32LE(inMemory(header), addresses + index * 4);
    data.writeUInt32LE(inMemory(textAt), pointers + index * 4);
    data.writeUInt16LE(index, ordinals + index * 2);
  });
  return makePortableExecutable({ machine: 'x86', data, exportTableSize: data.length });
}

function align(size: number, to: number): number {
  return Math.max(to, Math.ceil(size / to) * to);
}

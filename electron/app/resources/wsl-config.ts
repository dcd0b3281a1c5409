/** What `.wslconfig` says of the memory, in its own words; undefined when it says nothing. Pure. */
export function memoryIn(text: string): string | undefined {
  return linesOf(text).findLast((line) => line.memory !== undefined)?.memory;
}

/**
 * The same file with that memory, or without any. Every other line, its comments and its line ends stay as they are.
 * Pure.
 */
export function withMemory(text: string, memory: string | undefined): string {
  const end = text.includes('\r\n') || text === '' ? '\r\n' : '\n';
  const lines = linesOf(text);
  if (memory === undefined)
    return lines
      .filter((line) => line.memory === undefined)
      .map((line) => line.text)
      .join('');
  if (lines.some((line) => line.memory !== undefined))
    return lines
      .map((line) => (line.memory === undefined ? line.text : `memory=${memory}${line.end || ''}`))
      .join('');
  const header = lines.findIndex((line) => line.isHeader);
  if (header >= 0) {
    const before = lines.slice(0, header + 1).map((line) => line.text);
    const after = lines.slice(header + 1).map((line) => line.text);
    const gap = lines[header]?.end === '' ? end : '';
    return [...before, `${gap}memory=${memory}${end}`, ...after].join('');
  }
  const gap = text === '' || text.endsWith('\n') ? '' : end;
  return `${text}${gap}[wsl2]${end}memory=${memory}${end}`;
}

interface Line {
  /** With its line end. */
  text: string;
  end: string;
  /** Begins the section that counts. */
  isHeader: boolean;
  /** What it sets the memory to, if it does. */
  memory: string | undefined;
}

function linesOf(text: string): Line[] {
  let isInside = false;
  return (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) => {
    const end = /\r?\n$/.exec(line)?.[0] ?? '';
    const bare = line.replace(/^\uFEFF/, '').trim();
    const section = /^\[(.*)\]/.exec(bare)?.[1]?.trim().toLowerCase();
    if (section !== undefined) isInside = section === 'wsl2';
    const value = isInside ? /^memory\s*=\s*(.*)$/i.exec(bare)?.[1]?.trim() : undefined;
    return { text: line, end, isHeader: section === 'wsl2', memory: value };
  });
}

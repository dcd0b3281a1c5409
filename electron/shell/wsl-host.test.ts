import { expect, it } from 'vitest';
import { memoryOfVm, thisWslHost } from './wsl-host';

const SYSTEM = '"System","4","Services","0","1,024 K"';

it.each([
  ['its newer name', `${SYSTEM}\r\n"vmmemWSL","8472","Services","0","3,145,728 K"\r\n`, 3_145_728 * 1024],
  ['its older name', '"vmmem","8472","Services","0","2,048 K"\r\n', 2_048 * 1024],
  [
    'a language that parts digits otherwise',
    '"vmmemWSL","8472","Dienste","0","3.145.728 K"',
    3_145_728 * 1024,
  ],
  [
    'a language that parts them by a thin space',
    '"vmmemWSL","1","Services","0","3\u202f145 Ko"',
    3_145 * 1024,
  ],
  ['nothing of it', SYSTEM, undefined],
  ['another program of a like name', '"vmmemory.exe","3","Console","1","9 K"', undefined],
  ['nothing', '', undefined],
])('reads the memory of the virtual machine from a list with %s', (_, list, bytes) => {
  expect(memoryOfVm(list)).toBe(bytes);
});

it('is there on Windows alone', () => {
  expect(thisWslHost('linux')).toBeUndefined();
  expect(thisWslHost('win32')?.file).toMatch(/\.wslconfig$/);
});

import { describe, expect, it } from 'vitest';
import { type ContainerFiles, createContainerFiles, type FileTree } from './container-files';

const file = (text: string) => ({ content: new TextEncoder().encode(text), mode: 0o644, uid: 0, gid: 0 });
const text = (files: ContainerFiles, path: string) => new TextDecoder().decode(files.read(path)?.content);
const code = (expected: string) => expect.objectContaining({ code: expected });

describe('createContainerFiles', () => {
  it('keeps what lies outside of volumes to the container itself', () => {
    const disk = { isFull: false };
    const [one, two] = [createContainerFiles([], disk), createContainerFiles([], disk)];
    one.write('/etc/a', file('mine'));
    expect(text(one, '/etc//x/../a')).toBe('mine');
    expect(two.read('/etc/a')).toBeUndefined();
  });

  it('shares a volume between those that mount it, wherever they do', () => {
    const tree: FileTree = new Map();
    const disk = { isFull: false };
    const writer = createContainerFiles([{ path: '/app/data', tree, readOnly: false }], disk);
    const reader = createContainerFiles([{ path: '/d', tree, readOnly: true }], disk);
    writer.write('/app/data/x/y', file('shared'));
    writer.write('/app/database', file('own'));
    expect(text(reader, '/d/x/y')).toBe('shared');
    expect(tree.size).toBe(1);
    expect(() => reader.write('/d/z', file(''))).toThrow(code('EROFS'));
    expect(() => reader.remove('/d/x')).toThrow(code('EROFS'));
  });

  it('lets the deepest of nested volumes win', () => {
    const [outer, inner]: FileTree[] = [new Map(), new Map()];
    const files = createContainerFiles(
      [
        { path: '/data', tree: outer ?? new Map(), readOnly: false },
        { path: '/data/deep', tree: inner ?? new Map(), readOnly: false },
      ],
      { isFull: false },
    );
    files.write('/data/deep/x', file('x'));
    expect([outer?.size, inner?.size]).toEqual([0, 1]);
    expect(files.list('/data')).toEqual(['deep']);
  });

  it('lists names directly inside a folder, and removes folders whole', () => {
    const files = createContainerFiles([], { isFull: false });
    for (const path of ['/a/one', '/a/b/two', '/a/b/three', '/ab']) files.write(path, file(''));
    expect(files.list('/a')).toEqual(['b', 'one']);
    expect(files.list('/')).toEqual(['a', 'ab']);
    expect(files.list('/none')).toEqual([]);
    files.remove('/a/b');
    expect(files.list('/a/')).toEqual(['one']);
    expect(files.list('/')).toEqual(['a', 'ab']);
  });

  it('refuses what a file system refuses', () => {
    const disk = { isFull: false };
    const files = createContainerFiles([], disk);
    files.write('/a/file', file(''));
    expect(() => files.write('/a', file(''))).toThrow(code('EISDIR'));
    expect(() => files.write('/a/file/below', file(''))).toThrow(code('ENOTDIR'));
    expect(() => files.write('relative', file(''))).toThrow(code('EINVAL'));
    disk.isFull = true;
    expect(() => files.write('/b', file(''))).toThrow(code('ENOSPC'));
  });
});

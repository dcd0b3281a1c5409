import type { SnapshotProgress, SnapshotReason } from '../../contract/snapshot';

/** The words of `botpier snapshot`, `restore`, `export file` and `import`. */
export interface SnapshotTexts {
  taken: (id: string, files: number, size: string, ms: number) => string;
  damaged: (count: number) => string;
  none: string;
  reason: Record<SnapshotReason, string>;
  row: (id: string, when: string, reason: string, size: string) => string;
  restored: (id: string) => string;
  undone: string;
  removed: string;
  exported: (path: string, size: string) => string;
  keepPassphrase: string;
  imported: (snapshot: string) => string;
  needsPassphrase: string;
  shortPassphrase: string;
  phase: Record<SnapshotProgress['phase'], string>;
  failure: Partial<Record<string, string>>;
}

export const SNAPSHOT_TEXTS: Readonly<Record<'zh' | 'en', SnapshotTexts>> = {
  zh: {
    taken: (id, files, size, ms) => `快照 ${id}：${files} 个文件，${size}，机器人最多停了 ${ms} 毫秒。`,
    damaged: (count) => `有 ${count} 个数据库打开后发现是坏的，照原样存着。`,
    none: '还没有快照。',
    reason: {
      asked: '手动',
      daily: '每天',
      update: '更新前',
      restore: '还原前',
      sync: '同步',
      import: '导入',
    },
    row: (id, when, reason, size) => `${id}  ${when}  ${reason}  ${size}`,
    restored: (id) => `已还原到 ${id}。要退回去：botpier restore --undo`,
    undone: '退回到还原之前了。',
    removed: '删掉了。',
    exported: (path, size) => `写好了（${size}）：${path}`,
    keepPassphrase: '里面有聊天数据、QQ 登录和密钥。没有口令谁也打不开，忘了口令也一样。',
    imported: (snapshot) => `读进来了。接着：botpier restore ${snapshot}`,
    needsPassphrase: '口令从标准输入给：--passphrase-stdin < 文件',
    shortPassphrase: '口令至少要 8 个字符。',
    phase: {
      preparing: '准备',
      copying: '复制',
      checking: '检查数据库',
      verifying: '校验',
      writing: '写入',
      switching: '切换',
      packing: '打包',
    },
    failure: {
      unknownSnapshot: '没有这份快照。',
      pauseImpossible: '这里没法让容器暂停，要先停下再复制；可以就加 --may-stop。',
      disturbed: '复制到一半有别的程序让容器接着跑了，再来一次。',
      imageMissing: '缺少镜像，先让它下载完。',
      snapshotDamaged: '快照不完整或被改动过，什么都没动。',
      snapshotNewer: '它来自更新的 BotPier，先更新这里的。',
      snapshotFileForeign: '这不是 BotPier 导出的快照文件。',
      passphraseWrong: '口令不对。',
      invalidInput: '写不到那里，换个路径。',
      diskFull: '磁盘满了。',
      busy: '正忙着上一件事。',
      engineUnavailable: '现在连不上 Docker。',
      notAllowed: '没有可以退回的还原。',
      cancelled: '已取消。',
    },
  },
  en: {
    taken: (id, files, size, ms) =>
      `Snapshot ${id}: ${files} files, ${size}; the bot stood still for ${ms} ms at most.`,
    damaged: (count) => `${count} databases were found damaged when opened, and are kept as they were.`,
    none: 'There are no snapshots yet.',
    reason: {
      asked: 'by hand',
      daily: 'daily',
      update: 'before an update',
      restore: 'before a restore',
      sync: 'for sync',
      import: 'imported',
    },
    row: (id, when, reason, size) => `${id}  ${when}  ${reason}  ${size}`,
    restored: (id) => `Restored to ${id}. To go back: botpier restore --undo`,
    undone: 'Back to what was before the restore.',
    removed: 'Removed.',
    exported: (path, size) => `Written (${size}): ${path}`,
    keepPassphrase:
      'It holds chat data, the sign-in of QQ and the keys. Nobody opens it without the passphrase, not even you.',
    imported: (snapshot) => `Taken in. Next: botpier restore ${snapshot}`,
    needsPassphrase: 'The passphrase comes on standard input: --passphrase-stdin < file',
    shortPassphrase: 'The passphrase needs at least 8 characters.',
    phase: {
      preparing: 'preparing',
      copying: 'copying',
      checking: 'checking databases',
      verifying: 'verifying',
      writing: 'writing',
      switching: 'switching',
      packing: 'packing',
    },
    failure: {
      unknownSnapshot: 'There is no such snapshot.',
      pauseImpossible:
        'Containers cannot be made to stand still here; they would have to be stopped for the copy. Allow it with --may-stop.',
      disturbed: 'Something else let the container go on in the middle of the copy; try again.',
      imageMissing: 'An image is missing; let it be downloaded first.',
      snapshotDamaged: 'The snapshot is incomplete or was changed; nothing was touched.',
      snapshotNewer: 'It is from a newer BotPier; update this one first.',
      snapshotFileForeign: 'This is not a snapshot that BotPier has exported.',
      passphraseWrong: 'That is not the passphrase.',
      invalidInput: 'It cannot be written there; choose another path.',
      diskFull: 'The disk is full.',
      busy: 'Still busy with the last thing.',
      engineUnavailable: 'Docker cannot be reached now.',
      notAllowed: 'There is no restore to go back from.',
      cancelled: 'Cancelled.',
    },
  },
};

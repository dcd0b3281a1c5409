export const data = {
  folder: '数据放在哪里',
  folderLine: '设置、机器人的记录和密钥（加了密）都在这个文件夹里；聊天和登录在 Docker 里。',
  open: '打开文件夹',
  export: '把设置存成文件',
  exportLine: '一份能带到别的电脑上的文件，没有密钥和口令在里面。',
  exportButton: '存成文件',
  import: '从文件读设置',
  importLine: '只认 BotPier 存的设置文件；看不懂的一项都不会改。',
  importButton: '选文件',
  remove: '拆掉{{name}}',
  removeLine: '数据可以留着，也可以一起删；删之前要确认两次。',
  removeButton: '拆掉',
} as const;

/** The words of `botpier report`. */
interface ReportTexts {
  noFile: (name: string, files: string) => string;
  taken: (file: string) => string;
  saved: (file: string, names: readonly string[]) => string;
}

const list = (names: readonly string[]) => names.map((name) => `  ${name}\n`).join('');

export const REPORT_TEXTS: Readonly<Record<'zh' | 'en', ReportTexts>> = {
  zh: {
    noFile: (name, files) => `报告里没有 ${name}，有的是：\n${files}`,
    taken: (file) => `${file} 已经在了，换个名字`,
    saved: (file, names) =>
      `存好了：${file}\n${list(names)}密钥和口令去掉了。日志里可能有聊天的原话，发给别人之前看一眼（--print），不想给的用 --leave-out 去掉。\n`,
  },
  en: {
    noFile: (name, files) => `The report has no ${name}; it has:\n${files}`,
    taken: (file) => `${file} is there already; take another name`,
    saved: (file, names) =>
      `Saved: ${file}\n${list(names)}Keys and passwords are out of it. Logs may hold what people wrote: look before you send it (--print), and leave out what you would rather keep (--leave-out).\n`,
  },
};

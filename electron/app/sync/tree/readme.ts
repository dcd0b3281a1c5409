/** What somebody reads who opens the repository. */
export const README = `# BotPier 机器人备份 · a bot, saved by BotPier

这个仓库由 BotPier（机器人码头）自动维护：它保存了一个 QQ 聊天机器人的全部数据。请不要在这里手动修改、移动或合并任何东西。

- **恢复**：在一台装有 BotPier 的电脑上选择“从 GitHub 恢复”，填入这个仓库的名字、一个能读取它的令牌，以及第一次设置时抄下的恢复密钥。
- \`botpier/data\`：普通文件。\`botpier/sealed\` 和 \`botpier/bot.age\`：用 [age](https://age-encryption.org) 加密的文件，用恢复密钥也能用 \`age -d\` 解开。
  以 \`.blocks\` 结尾的按每 4096 字节一块加密（AES-256-GCM-SIV，块号为 nonce，密文后跟标签），这样改动一小块就只上传一小块；密钥由
  HKDF-SHA256 得出：\`bot.age\` 里的 identity、清单中该文件的 blocks 作盐、信息串 \`blocks of a file\`。
- \`botpier/large\`：大文件的指针；文件本身在本仓库的 Releases 里，以 SHA-256 命名。
- \`botpier/manifest.jsonl\`：每个文件一行：原来的路径、权限、大小和校验和。不能出现在文件名里的字节写成 \`%XX\`。
- 文件名没有加密。请让这个仓库一直保持私有；BotPier 不会往公开仓库里保存。

---

BotPier keeps this repository: everything that a chat bot for QQ is made of. Please do not edit, move or merge anything here by hand.

- **To restore**: in BotPier on any computer choose "Restore from GitHub" and give it this repository's name, a token that may read it, and
  the recovery key that you wrote down when you set it up.
- \`botpier/data\`: plain files. \`botpier/sealed\` and \`botpier/bot.age\`: encrypted with [age](https://age-encryption.org); \`age -d\` opens
  them with the recovery key, too. What ends in \`.blocks\` is encrypted in blocks of 4096 bytes, so that a small change is a small upload:
  AES-256-GCM-SIV, the block's number as nonce, the tag after each. The key is HKDF-SHA256 of the identity in \`bot.age\`, with the file's
  \`blocks\` in the manifest as salt and \`blocks of a file\` as info.
- \`botpier/large\`: pointers to large files; the files are in this repository's releases, named by their SHA-256.
- \`botpier/manifest.jsonl\`: a line for each file: its true path, mode, size and sum. Bytes that cannot stand in a name are written \`%XX\`.
- File names are not encrypted. Keep this repository private; BotPier saves nothing into a public one.
`;

import { randomBytes } from 'node:crypto';
import QRCode from 'qrcode';
import type { ProgramFiles } from '../../lib/program-host';
import type { MessengerLog } from './messenger-log';

/** A fresh text for a QR code, in QQ's form. */
export function makeQrUrl(): string {
  return `https://txz.qq.com/p?k=${randomBytes(16).toString('hex')}&f=1600001615`;
}

/** Shows a QR code the three ways the original does: drawn in the log, as text, as a picture in a file. */
export async function publishQr(url: string, files: ProgramFiles, log: MessengerLog): Promise<void> {
  const drawn = await QRCode.toString(url, { type: 'utf8', errorCorrectionLevel: 'L' });
  log.warn(`请扫描下面的二维码，然后在手Q上授权登录：\n${drawn}`);
  log.plain(`二维码解码URL: ${url}`);
  log.plain(
    '如果控制台二维码无法扫码，可以复制解码url到二维码生成网站生成二维码再扫码，也可以打开下方的二维码路径图片进行扫码。',
  );
  await files.write('/app/napcat/cache/qrcode.png', await QRCode.toBuffer(url));
  log.warn('二维码已保存到 /app/napcat/cache/qrcode.png');
}

import { toString as draw } from 'qrcode';

const QUIET_ZONE = 4;

/** A QR code of half-block characters: dark on light whatever the terminal's own colours are. */
export function drawQr(url: string, colours: boolean): string {
  let code = '';
  const options = { type: 'utf8', margin: QUIET_ZONE, errorCorrectionLevel: 'L' } as const;
  draw(url, options, (error, drawn) => {
    if (error) throw error;
    code = drawn;
  });
  if (!colours) return code;
  const [blackOnWhite, reset] = ['\x1b[30;107m', '\x1b[0m'];
  return code
    .split('\n')
    .map((line) => `${blackOnWhite}${line}${reset}`)
    .join('\n');
}

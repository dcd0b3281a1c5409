import { createTransport } from 'nodemailer';
import type { ChannelProblem } from '../../../contract/notification';
import { ChannelError, type Send } from './sending';

const QR = 'botpier-qr';

/** A mail by SMTP, the code to scan inside it. */
export const sendEmail: Send<'email'> = async (channel, secret, outgoing, { signal }) => {
  const transport = createTransport({
    host: channel.host,
    port: channel.port,
    secure: channel.security === 'tls',
    requireTLS: channel.security === 'starttls',
    ignoreTLS: channel.security === 'none',
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    ...(channel.user ? { auth: { user: channel.user, pass: secret } } : {}),
  });
  const close = () => transport.close();
  signal.addEventListener('abort', close, { once: true });
  const text = outgoing.picture ? `${outgoing.body}\n\n${outgoing.pictureText}` : outgoing.body;
  try {
    await transport.sendMail({
      from: channel.from,
      to: channel.to,
      subject: outgoing.title,
      text,
      ...(outgoing.picture
        ? {
            html: `<p>${escapeHtml(outgoing.body)}</p><p>${escapeHtml(outgoing.pictureText)}</p><img src="cid:${QR}" alt="QR" width="280" height="280">`,
            attachments: [{ filename: 'qr.png', content: Buffer.from(outgoing.picture), cid: QR }],
          }
        : {}),
    });
  } catch (error) {
    const { message = String(error), code = '', responseCode = 0 } = Object(error) as MailError;
    throw new ChannelError(problemOf(code, responseCode, message), message, { cause: error });
  } finally {
    signal.removeEventListener('abort', close);
    transport.close();
  }
};

interface MailError {
  message?: string;
  /** Of the library, or of the system. */
  code?: string;
  /** Of SMTP. */
  responseCode?: number;
}

function problemOf(code: string, smtp: number, message: string): ChannelProblem {
  if (code === 'EAUTH' || smtp === 535 || smtp === 530) return 'refused';
  if (code === 'EENVELOPE' || smtp === 550 || smtp === 553) return 'wrongAddress';
  if (smtp === 421 || smtp === 450 || smtp === 452) return 'limited';
  if (code === 'ETLS' || /certificate|wrong version number|STARTTLS|SSL/i.test(message)) return 'insecure';
  if (code === 'ETIMEDOUT' || /timeout/i.test(message)) return 'timeout';
  if (code === 'EDNS' || code === 'ECONNECTION' || code === 'ESOCKET') return 'unreachable';
  return smtp >= 500 ? 'refused' : 'serverError';
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

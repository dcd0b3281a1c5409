import { saveWebuiConfig } from '../webui-config';
import { ApiRefusal, type ApiRoutes } from './api-call';
import { hashToken } from './credentials';

export const authRoutes: ApiRoutes = {
  'POST /auth/login'({ body, address }, { config, credentials, loginBody, mayTryLogin }) {
    const given = body.text(loginBody === 'hash' ? 'hash' : 'token');
    if (given === '') throw new ApiRefusal('token is empty');
    if (!mayTryLogin(address, config.loginRate)) throw new ApiRefusal('login rate limit');
    if (given !== (loginBody === 'hash' ? hashToken(config.token) : config.token)) {
      throw new ApiRefusal('token is invalid');
    }
    return { Credential: credentials.issue(config.token) };
  },
  'POST /auth/check': () => null,
  'POST /auth/logout'({ credential }, { credentials }) {
    credentials.revoke(credential);
    return null;
  },
  async 'POST /auth/update_token'({ body, credential }, { config, credentials, host }) {
    const [oldToken, newToken] = [body.text('oldToken'), body.text('newToken')];
    if (newToken === '') throw new ApiRefusal('newToken is empty');
    if (oldToken !== config.token) throw new ApiRefusal('旧 token 不匹配');
    if (newToken === oldToken) throw new ApiRefusal('新 token 不能与旧 token 相同');
    if (newToken.length < 6 || !/[a-z]/i.test(newToken) || !/\d/.test(newToken)) {
      throw new ApiRefusal('新 token 至少 6 位，且同时包含字母和数字');
    }
    config.token = newToken;
    credentials.revoke(credential);
    await saveWebuiConfig(host, config);
    return 'Token updated successfully';
  },
};

import { describe, expect, it } from 'vitest';
import { type FailureContext, judgeFailure } from './judge-failure';

const error = (message: string, more: object = {}) => JSON.stringify({ error: { message, ...more } });

function judge(status: number, body: string, context: Partial<FailureContext> = {}) {
  return judgeFailure(
    { kind: 'reply', status, contentType: '', retryAfterMs: undefined, body },
    { stage: 'ask', abroad: false, ...context },
  );
}

const GEMINI_BUSY = error('You exceeded your current quota, please check your plan and billing details.', {
  code: 429,
  status: 'RESOURCE_EXHAUSTED',
  details: [
    { '@type': 'QuotaFailure', violations: [{ quotaId: 'GenerateRequestsPerMinutePerProjectPerModel' }] },
    { '@type': 'RetryInfo', retryDelay: '34.5s' },
  ],
});

/** Bodies as the providers' own documentation and users' reports have them. */
const CASES: [vendor: string, status: number, body: string, problem: string][] = [
  [
    'DeepSeek',
    401,
    error('Authentication Fails, Your api key is invalid', { type: 'authentication_error' }),
    'keyRefused',
  ],
  ['DeepSeek', 402, error('Insufficient Balance', { code: 'invalid_request_error' }), 'keyNoQuota'],
  ['DeepSeek', 400, error('Model Not Exist', { code: 'invalid_request_error' }), 'modelMissing'],
  [
    'OpenAI',
    401,
    error('Incorrect API key provided: sk-3f**b8c9', { code: 'invalid_api_key' }),
    'keyRefused',
  ],
  ['OpenAI', 429, error('You exceeded your current quota', { code: 'insufficient_quota' }), 'keyNoQuota'],
  ['OpenAI', 429, error('No credits left', { code: 'credit_balance_exhausted' }), 'keyNoQuota'],
  ['OpenAI', 429, error('Rate limit reached for gpt-5', { code: 'rate_limit_exceeded' }), 'keyRateLimited'],
  [
    'OpenAI',
    403,
    error('Country, region, or territory not supported', { code: 'unsupported_country_region_territory' }),
    'keyRegion',
  ],
  [
    'OpenAI',
    403,
    error('Project does not have access to model `x`', { code: 'model_not_found' }),
    'modelMissing',
  ],
  ['OpenAI', 404, error('Invalid URL (POST /chat)', { type: 'invalid_request_error' }), 'modelBaseUrl'],
  [
    'Gemini',
    400,
    error('API key not valid.', { status: 'INVALID_ARGUMENT', details: [{ reason: 'API_KEY_INVALID' }] }),
    'keyRefused',
  ],
  [
    'Gemini',
    400,
    error('User location is not supported for the API use.', { status: 'FAILED_PRECONDITION' }),
    'keyRegion',
  ],
  [
    'Gemini',
    403,
    error('Your API key was reported as leaked.', { status: 'PERMISSION_DENIED' }),
    'keyRefused',
  ],
  ['Gemini', 429, GEMINI_BUSY, 'keyRateLimited'],
  ['Gemini', 429, GEMINI_BUSY.replace('PerMinute', 'PerDay'), 'keyNoQuota'],
  [
    'Gemini',
    404,
    error('models/x is not found for API version v1beta', { status: 'NOT_FOUND' }),
    'modelMissing',
  ],
  ['Gemini', 503, error('The model is overloaded.', { status: 'UNAVAILABLE' }), 'modelUnreachable'],
  ['Gemini in an array', 400, `[${error('API key expired.', { status: 'INVALID_ARGUMENT' })}]`, 'keyRefused'],
  ['Anthropic', 401, error('invalid x-api-key', { type: 'authentication_error' }), 'keyRefused'],
  ['Anthropic', 400, error('Your credit balance is too low to access the Anthropic API.'), 'keyNoQuota'],
  ['Anthropic', 404, error('model: claude-x', { type: 'not_found_error' }), 'modelMissing'],
  ['Anthropic', 404, error('Not Found', { type: 'not_found_error' }), 'modelBaseUrl'],
  ['Anthropic', 529, error('Overloaded', { type: 'overloaded_error' }), 'keyRateLimited'],
  ['Qwen', 401, error('Incorrect API key provided.', { code: 'invalid_api_key' }), 'keyRefused'],
  [
    'Qwen',
    400,
    error('Access denied, please make sure your account is in good standing.', { code: 'Arrearage' }),
    'keyNoQuota',
  ],
  [
    'Qwen',
    403,
    error('The free tier of the model has been exhausted.', { code: 'AllocationQuota.FreeTierOnly' }),
    'keyNoQuota',
  ],
  [
    'Qwen',
    429,
    error('Allocated quota exceeded, please increase your quota limit.', { code: 'insufficient_quota' }),
    'keyRateLimited',
  ],
  ['Qwen', 404, error('The model `x` does not exist or you do not have access to it.'), 'modelMissing'],
  ['Zhipu', 401, error('身份验证失败', { code: '1000' }), 'keyRefused'],
  ['Zhipu', 429, error('您的账户已欠费，请充值后重试', { code: '1113' }), 'keyNoQuota'],
  ['Zhipu', 400, error('模型不存在，请检查模型代码', { code: '1211' }), 'modelMissing'],
  ['Zhipu', 429, error('您当前使用该 API 的并发数过高', { code: '1302' }), 'keyRateLimited'],
  ['Moonshot', 401, error('Invalid Authentication', { type: 'invalid_authentication_error' }), 'keyRefused'],
  [
    'Moonshot',
    429,
    error('Your account is suspended', { type: 'exceeded_current_quota_error' }),
    'keyNoQuota',
  ],
  ['Moonshot', 429, error('max RPM: 3', { type: 'rate_limit_reached_error' }), 'keyRateLimited'],
  [
    'Moonshot',
    404,
    error('Not found the model x or Permission denied', { type: 'resource_not_found_error' }),
    'modelMissing',
  ],
  ['SiliconFlow', 401, '"Invalid token"', 'keyRefused'],
  [
    'SiliconFlow',
    403,
    '{"code":30001,"message":"Sorry, your account balance is insufficient","data":null}',
    'keyNoQuota',
  ],
  [
    'SiliconFlow',
    400,
    '{"code":20012,"message":"Model does not exist. Please check it carefully."}',
    'modelMissing',
  ],
  [
    'Ark',
    401,
    error('The API key in the request is missing or invalid.', { code: 'AuthenticationError' }),
    'keyRefused',
  ],
  ['Ark', 403, error('Your account has an overdue balance.', { code: 'AccountOverdueError' }), 'keyNoQuota'],
  [
    'Ark',
    404,
    error('Your account has not activated the model x.', { code: 'ModelNotOpen' }),
    'modelMissing',
  ],
  [
    'Ollama',
    404,
    '{"error":{"message":"model \\"x\\" not found, try pulling it first","type":"api_error"}}',
    'modelMissing',
  ],
  ['Ollama, old', 404, '{"error":"model \\"x\\" not found, try pulling it first"}', 'modelMissing'],
  ['a relay', 503, error('当前分组 default 下对于模型 x 无可用渠道'), 'modelMissing'],
  ['a relay', 403, error('用户额度不足', { code: 'insufficient_user_quota' }), 'keyNoQuota'],
  [
    'a relay in a stream',
    200,
    `data: ${error('Insufficient Balance', { code: 'insufficient_quota' })}\n\n`,
    'keyNoQuota',
  ],
  ['a web page', 200, '<html><title>Welcome</title>', 'modelBaseUrl'],
  ['FastAPI', 404, '{"detail":"Not Found"}', 'modelBaseUrl'],
  ['a gateway', 502, '<html><title>502 Bad Gateway</title>', 'modelUnreachable'],
  ['whoever', 500, error('something broke'), 'modelUnknown'],
  ['whoever', 422, error('max_tokens must be at least 1'), 'modelUnknown'],
];

describe('judgeFailure', () => {
  it.each(CASES)('%s, %i, %s: %s', (_, status, body, problem) => {
    expect(judge(status, body).problem).toBe(problem);
  });

  it('takes a bare 403 from a provider abroad as a matter of where one is', () => {
    const forbidden = error('Request not allowed', { type: 'forbidden' });
    expect(judge(403, forbidden, { abroad: true }).problem).toBe('keyRegion');
    expect(judge(403, '<html>Sorry, you have been blocked', { abroad: true }).problem).toBe('keyRegion');
    expect(judge(403, forbidden).problem).toBe('keyRefused');
  });

  it('does not blame a model for a list that is not there', () => {
    expect(judge(404, error('no such model endpoint'), { stage: 'list' }).problem).toBe('modelBaseUrl');
    expect(judge(200, '{"message":"welcome"}', { stage: 'list' }).problem).toBe('modelBaseUrl');
  });

  it('gives the words and the wait of the provider', () => {
    expect(judge(429, GEMINI_BUSY)).toMatchObject({ status: 429, retryAfterMs: 34_500 });
    expect(judge(502, '<html><title>502 Bad Gateway</title>').message).toBe('502 Bad Gateway');
  });
});

it.each([
  ['certificate is not yet valid', 'clockWrong'],
  ['certificate has expired', 'clockWrong'],
  ['self-signed certificate', 'modelUnreachable'],
  ['getaddrinfo ENOTFOUND api.example.com', 'modelUnreachable'],
])('takes “%s” for %s', (message, problem) => {
  expect(judgeFailure({ kind: 'unreachable', message }, { stage: 'list', abroad: false }).problem).toBe(
    problem,
  );
});

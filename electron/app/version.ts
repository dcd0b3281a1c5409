import packageJson from '../../package.json' with { type: 'json' };

/** BotPier's own version. */
export const PRODUCT_VERSION: string = packageJson.version;

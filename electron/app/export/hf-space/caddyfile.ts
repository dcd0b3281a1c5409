/** The one port that Hugging Face shows to the outside. */
export const GATEWAY_PORT = 7860;

/**
 * Both panels behind one port. They use paths from the root on, so that what NapCat's page asks for is told by the page
 * that asks.
 */
export function caddyfile({ webui, panel }: { webui: number; panel: number }): string {
  return `{
	admin off
	auto_https off
}

:${GATEWAY_PORT} {
	@napcat path /webui /webui/* /api/ws/*
	handle @napcat {
		reverse_proxy 127.0.0.1:${webui}
	}

	@askedByNapcat header_regexp Referer ^https?://[^/]+/webui(/|$)
	handle @askedByNapcat {
		reverse_proxy 127.0.0.1:${webui}
	}

	handle {
		reverse_proxy 127.0.0.1:${panel}
	}
}
`;
}

"""BotPier's end inside AstrBot: tells what its API does not, and keeps the bot's persona.

AstrBot cannot say which accounts hold a OneBot line, nor ask a model something of one's own choice. Served below
/api/plug/botpier, behind the dashboard's own token.
"""

import asyncio
import hashlib
import json
import sys
import time
from pathlib import Path

from astrbot.api import logger
from astrbot.api.event import AstrMessageEvent, filter
from astrbot.api.star import Context, Star
from astrbot.api.web import request
from astrbot.core.config.default import VERSION

from .hearing import is_heard

SETTINGS = json.loads(Path(__file__).with_name("settings.json").read_text(encoding="utf-8"))
CONVERSE_SECONDS = 60
SERVICE_RESTART = 1012


class NotHeard(filter.CustomFilter):
    """Messages of groups and people that the bot shall not hear: they alone reach the handler, which ends them."""

    def filter(self, event: AstrMessageEvent, cfg) -> bool:
        return not is_heard(SETTINGS["hearing"], SETTINGS["owners"], event.get_sender_id(), event.get_group_id())


class BotPier(Star):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        context.register_web_api("/botpier/report", self.report, ["GET"], "what is connected")
        context.register_web_api("/botpier/converse", self.converse, ["POST"], "one question to the model")
        context.register_web_api("/botpier/reconnect", self.reconnect, ["POST"], "ends mute lines, which are dialled anew")

    async def initialize(self) -> None:
        persona = SETTINGS["persona"]
        manager = self.context.persona_manager
        try:
            await manager.get_persona(persona["id"])
        except ValueError:
            await manager.create_persona(persona["id"], persona["prompt"])
        else:
            await manager.update_persona(persona["id"], persona["prompt"])

    @filter.custom_filter(NotHeard, priority=sys.maxsize)
    async def end(self, event: AstrMessageEvent) -> None:
        event.stop_event()

    async def report(self) -> dict:
        adapter = self._adapter()
        failures = []
        if adapter is None:
            failures.append({"plugin": "aiocqhttp", "message": "the OneBot adapter is not loaded"})
        elif adapter.get_stats()["status"] == "error":
            failures.append({"plugin": "aiocqhttp", "message": str(adapter.last_error and adapter.last_error.message)})
        if self.context.get_provider_by_id(SETTINGS["provider"]) is None:
            failures.append({"plugin": SETTINGS["provider"], "message": "the model is not loaded"})
        return {
            "version": VERSION,
            "bots": [] if adapter is None else [*_bots(adapter.bot), *_edits(adapter.config)],
            "models": [provider.get_model() for provider in self.context.get_all_providers()],
            "failures": failures,
        }

    async def converse(self) -> dict:
        asked = await request.json(default={})
        text, system = str(asked.get("text", "")), str(asked.get("system", ""))
        provider = self.context.get_using_provider()
        if provider is None:
            return _error("modelMissing", "no model is chosen")
        started = time.monotonic()
        try:
            answer = await asyncio.wait_for(
                provider.text_chat(prompt=text, system_prompt=system, request_max_retries=1), CONVERSE_SECONDS
            )
        except Exception as error:
            logger.debug("botpier: the model did not answer", exc_info=True)
            return _error(_kind_of(error), str(error) or type(error).__name__)
        if not answer.completion_text:
            return _error("unknown", "the model answered nothing")
        return {"answer": answer.completion_text, "latencyMs": round((time.monotonic() - started) * 1000)}

    async def reconnect(self) -> dict:
        adapter = self._adapter()
        lines = [] if adapter is None else _mute_lines(adapter.bot)
        for line in lines:
            try:
                await line.close(SERVICE_RESTART)
            except Exception:
                logger.debug("botpier: a line was gone already", exc_info=True)
        return {"closed": len(lines)}

    def _adapter(self):
        adapters = self.context.platform_manager.get_insts()
        return next((adapter for adapter in adapters if adapter.meta().id == SETTINGS["platform"]), None)


def _bots(server):
    """Accounts with a line. A line that hears but is missing among those that can be spoken to stays mute until
    the messenger dials again: an old socket of the same account that closes late takes the new one's entry along.
    """
    hearing, speaking = _ends(server)
    for self_id in sorted(hearing | speaking):
        online = self_id in hearing & speaking
        yield {"selfId": self_id, "online": online, **({} if online else {"error": "ApiNotAvailable"})}


def _mute_lines(server):
    """One that works is left alone: it may have come in since somebody saw that there was none."""
    hearing, speaking = _ends(server)
    lines = {*server._wsr_event_clients, *server._wsr_api_clients.values()}
    return [line for line in lines if line.headers["X-Self-ID"] not in hearing & speaking]


def _ends(server):
    return {line.headers["X-Self-ID"] for line in server._wsr_event_clients}, set(server._wsr_api_clients)


def _edits(config):
    """What somebody changed in the panel of what the messenger dials; written again when AstrBot starts."""
    wished = SETTINGS["bridge"]
    token = hashlib.sha256(str(config.get("ws_reverse_token", "")).encode()).hexdigest()
    for name, same in (
        ("ws_reverse_port", str(config.get("ws_reverse_port")) == str(wished["port"])),
        ("ws_reverse_token", token == wished["tokenSha256"]),
    ):
        if not same:
            yield {"selfId": "", "online": False, "error": f"{name} is not the one that BotPier wrote"}


def _error(kind: str, message: str) -> dict:
    return {"error": {"kind": kind, "message": message}}


def _kind_of(error: BaseException) -> str:
    """The model's trouble, by what the libraries of the providers raise; they agree on little."""
    cause: BaseException | None = error
    while cause is not None:
        status = getattr(cause, "status_code", None) or getattr(cause, "code", None)
        name = type(cause).__name__
        if "Timeout" in name:
            return "timeout"
        if status in (401, 403):
            return "keyRefused"
        if status == 402:
            return "quota"
        if status == 429:
            return "quota" if any(word in str(cause).lower() for word in ("quota", "balance")) else "rateLimited"
        if status == 404:
            return "modelMissing"
        if "Connect" in name:
            return "unreachable"
        cause = cause.__cause__ or cause.__context__
    return "unknown"

import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { BotPatch } from '../contract/bot';
import { AppError } from '../contract/errors';
import { Exported, ExportForm } from '../contract/export';
import { GatewaySettings, NewPassword } from '../contract/gateway';
import { BotId, LinkId, ServiceName, StackId } from '../contract/ids';
import { KeyPoolAnswer, KeyPoolModels, KeyPoolSettingsPatch, KeysAdded } from '../contract/key-pool';
import { FixId } from '../contract/link-state';
import { ModelCheck, Provider, ProviderId } from '../contract/model';
import { Channel, ChannelOutcome } from '../contract/notification';
import { ChatLine, RehearsalFault, type RehearsalView } from '../contract/rehearsal';
import { RoutesSaved, RouteTable, RouteTrial, RouteTry } from '../contract/routes';
import { AppView, type LogEntry, StackOffer } from '../contract/view';
import { advancedRouter } from './advanced/advanced-router';
import type { App, RehearsalControls } from './api';
import { archiveOf } from './export/pack-archive';
import { legacyRouter } from './legacy-import/legacy-router';
import { networkRouter } from './network/network-router';
import { personaRouter } from './persona/persona-router';
import { bot, call, calls, createCallerFactory, stream } from './procedures';
import { resourcesRouter } from './resources/resources-router';
import { secretsRouter } from './secrets/secrets-router';
import { serviceUpdatesRouter } from './service-updates/service-updates-router';
import { settingsRouter } from './settings/settings-router';
import { snapshotsRouter } from './snapshots/snapshots-router';
import { supportRouter } from './support/support-router';
import { syncRouter } from './sync/sync-router';

const keyIds = z.array(z.string().max(64)).max(5_000);
const proof = z.object({ answer: z.string(), latencyMs: z.number() });

function rehearsalOf(app: App): RehearsalControls {
  if (!app.rehearsal) throw asTrpc(new AppError('notRehearsing'));
  return app.rehearsal;
}

function asTrpc(cause: AppError): TRPCError {
  return new TRPCError({ code: 'PRECONDITION_FAILED', cause });
}

/** Every call of the product. To add one, add it here and to `App`. */
export const router = calls({
  watch: call
    .output(z.custom<AsyncIterable<AppView>>())
    .subscription(({ ctx, signal }) => stream(ctx.app.view, signal)),
  view: call.output(AppView).query(({ ctx }) => ctx.app.view.get()),
  bots: calls({
    create: call.output(BotId).mutation(({ ctx }) => ctx.app.bots.create()),
    chooseStack: call
      .input(bot.extend({ stack: StackId }))
      .mutation(({ ctx, input }) => ctx.app.bots.chooseStack(input.bot, input.stack)),
    consent: call
      .input(bot.extend({ version: z.number().int() }))
      .mutation(({ ctx, input }) => ctx.app.bots.consent(input.bot, input.version)),
    patch: call
      .input(bot.extend({ patch: BotPatch }))
      .mutation(({ ctx, input }) => ctx.app.bots.patch(input.bot, input.patch)),
    start: call
      .input(bot.extend({ service: ServiceName.optional() }))
      .mutation(({ ctx, input }) => ctx.app.bots.start(input.bot, input.service)),
    stop: call
      .input(bot.extend({ service: ServiceName.optional() }))
      .mutation(({ ctx, input }) => ctx.app.bots.stop(input.bot, input.service)),
    restart: call
      .input(bot.extend({ service: ServiceName.optional() }))
      .mutation(({ ctx, input }) => ctx.app.bots.restart(input.bot, input.service)),
    fix: call
      .input(bot.extend({ link: LinkId, fix: FixId }))
      .mutation(({ ctx, input }) => ctx.app.bots.fix(input.bot, input.link, input.fix)),
    changeBrain: call
      .input(bot.extend({ stack: StackId }))
      .mutation(({ ctx, input }) => ctx.app.bots.changeBrain(input.bot, input.stack)),
    cancelChange: call.input(bot).mutation(({ ctx, input }) => ctx.app.bots.cancelChange(input.bot)),
    forgetBrain: call
      .input(bot.extend({ stack: StackId, confirm: z.string() }))
      .mutation(({ ctx, input }) => ctx.app.bots.forgetBrain(input.bot, input)),
    prove: call
      .input(bot)
      .output(proof)
      .mutation(({ ctx, input, signal }) => ctx.app.bots.prove(input.bot, signal)),
    export: call
      .input(bot.extend({ form: ExportForm, withSecrets: z.boolean() }))
      .output(Exported)
      .mutation(({ ctx, input }) => ctx.app.bots.export(input.bot, input)),
    /** The same in one file, for a page to save. */
    exportArchive: call
      .input(bot.extend({ form: ExportForm, withSecrets: z.boolean() }))
      .output(z.object({ name: z.string(), base64: z.string() }))
      .mutation(async ({ ctx, input }) => archiveOf(await ctx.app.bots.export(input.bot, input), input.form)),
    remove: call
      .input(bot.extend({ data: z.boolean(), confirm: z.string() }))
      .mutation(({ ctx, input }) => ctx.app.bots.remove(input.bot, input)),
  }),
  model: calls({
    providers: call.output(z.array(Provider)).query(({ ctx }) => ctx.app.model.providers()),
    connect: call
      .input(
        bot.extend({
          provider: ProviderId,
          baseUrl: z.string().max(2_000),
          key: z.string().max(4_000),
          model: z.string().max(200).optional(),
        }),
      )
      .output(ModelCheck)
      .mutation(({ ctx, input, signal }) => ctx.app.model.connect(input.bot, input, signal)),
    choose: call
      .input(bot.extend({ model: z.string().min(1).max(200) }))
      .output(ModelCheck)
      .mutation(({ ctx, input }) => ctx.app.model.choose(input.bot, input.model)),
  }),
  keyPool: calls({
    add: call
      .input(bot.extend({ text: z.string().min(1).max(500_000) }))
      .output(KeysAdded)
      .mutation(({ ctx, input }) => ctx.app.keyPool.add(input.bot, input)),
    remove: call
      .input(bot.extend({ ids: keyIds }))
      .mutation(({ ctx, input }) => ctx.app.keyPool.remove(input.bot, input.ids)),
    check: call
      .input(bot.extend({ ids: keyIds.optional() }))
      .mutation(({ ctx, input }) => ctx.app.keyPool.check(input.bot, input.ids)),
    cancel: call.input(bot).mutation(({ ctx, input }) => ctx.app.keyPool.cancel(input.bot)),
    settings: call
      .input(bot.extend({ patch: KeyPoolSettingsPatch }))
      .mutation(({ ctx, input }) => ctx.app.keyPool.settings(input.bot, input.patch)),
    consent: call
      .input(bot.extend({ version: z.number().int() }))
      .mutation(({ ctx, input }) => ctx.app.keyPool.consent(input.bot, input.version)),
    turnOn: call.input(bot).mutation(({ ctx, input }) => ctx.app.keyPool.turnOn(input.bot)),
    turnOff: call.input(bot).mutation(({ ctx, input }) => ctx.app.keyPool.turnOff(input.bot)),
    models: call
      .input(bot)
      .output(KeyPoolModels)
      .mutation(({ ctx, input, signal }) => ctx.app.keyPool.models(input.bot, signal)),
    chat: call
      .input(bot.extend({ text: z.string().trim().min(1).max(4_000) }))
      .output(KeyPoolAnswer)
      .mutation(({ ctx, input, signal }) => ctx.app.keyPool.chat(input.bot, input.text, signal)),
  }),
  gateway: calls({
    turnOn: call
      .input(bot.extend({ settings: GatewaySettings }))
      .output(NewPassword)
      .mutation(({ ctx, input }) => ctx.app.gateway.turnOn(input.bot, input.settings)),
    turnOff: call.input(bot).mutation(({ ctx, input }) => ctx.app.gateway.turnOff(input.bot)),
    routes: call
      .input(bot)
      .output(RouteTable)
      .query(({ ctx, input }) => ctx.app.gateway.routes(input.bot)),
    saveRoutes: call
      .input(bot.extend({ routes: RouteTable.optional() }))
      .output(RoutesSaved)
      .mutation(({ ctx, input }) => ctx.app.gateway.saveRoutes(input.bot, input.routes)),
    tryRoute: call
      .input(bot.extend({ request: RouteTry, routes: RouteTable.optional() }))
      .output(RouteTrial)
      .mutation(({ ctx, input }) => ctx.app.gateway.tryRoute(input.bot, input.request, input.routes)),
    setPassword: call
      .input(bot.extend({ password: z.string().max(1_000).optional() }))
      .output(NewPassword)
      .mutation(({ ctx, input }) => ctx.app.gateway.setPassword(input.bot, input.password)),
  }),
  sync: syncRouter,
  legacy: legacyRouter,
  settings: settingsRouter,
  advanced: advancedRouter,
  persona: personaRouter,
  secrets: secretsRouter,
  network: networkRouter,
  engine: calls({
    start: call.mutation(({ ctx }) => ctx.app.engine.start()),
    look: call.mutation(({ ctx }) => ctx.app.engine.look()),
  }),
  stacks: calls({
    offers: call.output(z.array(StackOffer)).query(({ ctx }) => ctx.app.stacks.offers()),
  }),
  update: calls({
    check: call.mutation(({ ctx }) => ctx.app.update.check()),
    download: call.mutation(({ ctx }) => ctx.app.update.download()),
    install: call.mutation(({ ctx }) => ctx.app.update.install()),
    openPage: call.mutation(({ ctx }) => ctx.app.update.openPage()),
  }),
  notifications: calls({
    setSecret: call
      .input(z.object({ channel: Channel.options[0].shape.id, secret: z.string().max(2_000) }))
      .mutation(({ ctx, input }) => ctx.app.notifications.setSecret(input.channel, input.secret)),
    test: call
      .input(z.object({ channel: Channel.options[0].shape.id }))
      .output(ChannelOutcome)
      .mutation(({ ctx, input, signal }) => ctx.app.notifications.test(input.channel, signal)),
  }),
  notices: calls({
    dismiss: call
      .input(z.object({ id: z.string() }))
      .mutation(({ ctx, input }) => ctx.app.notices.dismiss(input.id)),
  }),
  logs: calls({
    read: call
      .input(bot.extend({ tail: z.number().int().min(0).max(1_000_000), follow: z.boolean() }))
      .output(z.custom<AsyncIterable<LogEntry[]>>())
      .subscription(({ ctx, input, signal }) =>
        ctx.app.logs.read(input.bot, { ...input, signal: signal ?? new AbortController().signal }),
      ),
  }),
  resources: resourcesRouter,
  snapshots: snapshotsRouter,
  support: supportRouter,
  serviceUpdates: serviceUpdatesRouter,
  rehearsal: calls({
    watch: call
      .output(z.custom<AsyncIterable<RehearsalView>>())
      .subscription(({ ctx, signal }) => stream(rehearsalOf(ctx.app).view, signal)),
    scan: call.mutation(({ ctx }) => rehearsalOf(ctx.app).scan()),
    confirm: call.mutation(({ ctx }) => rehearsalOf(ctx.app).confirm()),
    expireQr: call.mutation(({ ctx }) => rehearsalOf(ctx.app).expireQr()),
    say: call
      .input(z.object({ room: ChatLine.shape.room, text: z.string().min(1).max(2_000) }))
      .mutation(({ ctx, input }) => rehearsalOf(ctx.app).say(input.room, input.text)),
    fault: call
      .input(z.object({ fault: RehearsalFault, on: z.boolean() }))
      .mutation(({ ctx, input }) => rehearsalOf(ctx.app).fault(input.fault, input.on)),
  }),
});

export type AppRouter = typeof router;
export const createCaller = createCallerFactory(router);

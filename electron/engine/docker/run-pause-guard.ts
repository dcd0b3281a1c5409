/** Makes this process a pause guard, as `startPauseGuard` of another one speaks to it; it ends by itself. */
export async function runPauseGuard(): Promise<void> {
  await import('../../../resources/engine/pause-guard.cjs');
}

import { z } from 'zod';
import { judgeAccess } from './access';
import { addRepository } from './add-repository';
import { page, type RestCall, RestError, type Route, readBody, validationFailed } from './rest-call';
import { ownUserShape, repositoryShape } from './shapes';

const NewRepository = z.object({
  name: z.string().min(1),
  private: z.boolean().default(false),
  auto_init: z.boolean().default(false),
});

/** `/user` and what it owns. */
export const USER_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/user',
    need: 'account',
    answer: async ({ world, token }) => ({ status: 200, body: ownUserShape(world, token?.owner ?? '') }),
  },
  {
    method: 'GET',
    path: '/user/repos',
    need: 'account',
    async answer(call) {
      const { world, token } = call;
      if (!token) throw new RestError(401, 'Requires authentication');
      const seen = world.store.state.repositories.filter(
        (each) =>
          (each.owner === token.owner || token.owner in each.collaborators) &&
          judgeAccess({ kind: 'account', token }, each, { permission: 'metadata', level: 'read' }) ===
            'granted',
      );
      const { items, headers } = page(call, seen);
      return { status: 200, body: items.map((each) => repositoryShape(world, each, token.owner)), headers };
    },
  },
  { method: 'POST', path: '/user/repos', need: 'account', answer: createRepository },
];

async function createRepository(call: RestCall) {
  const { world, token } = call;
  if (!token) throw new RestError(401, 'Requires authentication');
  const wanted = readBody(call, NewRepository);
  if (token.kind === 'classic') {
    const enough = ['repo', ...(wanted.private ? [] : ['public_repo'])];
    if (!enough.some((scope) => token.scopes.includes(scope))) throw new RestError(404, 'Not Found');
  } else if (token.permissions['administration'] !== 'write' || token.repositories !== 'all') {
    throw new RestError(
      403,
      'Resource not accessible by personal access token',
      {},
      {
        'x-accepted-github-permissions': 'administration=write',
      },
    );
  }
  const name = wanted.name.replaceAll(/[^A-Za-z0-9._-]/g, '-');
  if (world.store.findRepository(token.owner, name)) {
    throw validationFailed({
      resource: 'Repository',
      code: 'custom',
      field: 'name',
      message: 'name already exists on this account',
    });
  }
  const repository = await addRepository(world, {
    owner: token.owner,
    name,
    private: wanted.private,
    autoInit: wanted.auto_init,
  });
  return { status: 201, body: repositoryShape(world, repository, token.owner) };
}

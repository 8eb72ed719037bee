import type { Access } from '../access/access.ts';
import type { Place } from '../access/place.ts';
import type { PlacedRobot } from '../access/scope.ts';
import type { Seat } from '../access/seats.ts';
import type { Sight } from '../audit/audit-log.ts';
import type { Actor } from '../audit/record.ts';
import type { Connection } from './calls.ts';
import { os } from './implementer.ts';
import { SIGNABLE, signableNamed } from './signable.ts';
import { aboutOf, digestOf } from './signed-input.ts';

/** Who calls, from where, and what of the plant is theirs to see. */
export interface CallerView {
  readonly actorAt: (seat: Seat) => Actor;
  readonly placeOf: (connection: Connection) => Place;
  /** The robots that a call's input names, each where it belongs and where it would belong. */
  readonly robotsIn: (input: unknown) => readonly PlacedRobot[];
  /** Of what people did. */
  readonly sightOf: (seat: Seat) => Sight;
}

/** The procedures about people: accounts, roles, one's own account, signatures and what is lent. */
export function accessHandlers(access: Access, { actorAt, placeOf, robotsIn, sightOf }: CallerView) {
  const { accounts, roles, exchange, history, own, signatures, overrides } = access;
  return {
    users: {
      list: os.users.list.handler(({ input }) => accounts.page(input)),
      history: os.users.history.handler(({ context: { seat }, input }) => {
        const { robots, limits } = sightOf(seat);
        return history(input, { robots, values: limits === null });
      }),
      create: os.users.create.handler(({ context: { seat }, input }) => accounts.invite(input, actorAt(seat))),
      edit: os.users.edit.handler(({ context: { seat }, input }) => accounts.edit(input.id, input, actorAt(seat))),
      assignRole: os.users.assignRole.handler(({ context: { seat }, input }) =>
        accounts.assignRole(input.id, input.role, actorAt(seat)),
      ),
      assignScope: os.users.assignScope.handler(({ context: { seat }, input }) =>
        accounts.assignScope(input.id, input.scope, actorAt(seat)),
      ),
      setDisabled: os.users.setDisabled.handler(({ context: { seat }, input }) =>
        accounts.setDisabled(input.id, input.disabled, actorAt(seat)),
      ),
      delete: os.users.delete.handler(({ context: { seat }, input }) =>
        accounts.setDeleted(input.id, true, actorAt(seat)),
      ),
      restore: os.users.restore.handler(({ context: { seat }, input }) =>
        accounts.setDeleted(input.id, false, actorAt(seat)),
      ),
      resetPassword: os.users.resetPassword.handler(({ context: { seat }, input }) =>
        accounts.resetPassword(input.id, actorAt(seat)),
      ),
      removeSecondFactor: os.users.removeSecondFactor.handler(({ context: { seat }, input }) =>
        accounts.removeSecondFactor(input.id, actorAt(seat)),
      ),
      openSignIn: os.users.openSignIn.handler(({ context: { seat }, input }) =>
        accounts.openSignIn(input.id, actorAt(seat)),
      ),
      signOut: os.users.signOut.handler(async ({ context: { seat }, input }) => ({
        ended: await accounts.signOut(input.id, actorAt(seat)),
      })),
      export: os.users.export.handler(async ({ context: { seat } }) => ({ csv: await exchange.export(actorAt(seat)) })),
      previewImport: os.users.previewImport.handler(({ input }) => exchange.preview(input.text)),
      applyImport: os.users.applyImport.handler(({ context: { seat }, input }) =>
        exchange.apply(input.text, actorAt(seat)),
      ),
    },
    roles: {
      list: os.roles.list.handler(() => roles.list()),
      preview: os.roles.preview.handler(({ context: { seat }, input }) => roles.preview(input.change, actorAt(seat))),
      create: os.roles.create.handler(({ context: { seat }, input }) => roles.create(input, actorAt(seat))),
      edit: os.roles.edit.handler(({ context: { seat }, input: { id, ...draft } }) =>
        roles.edit(id, draft, actorAt(seat)),
      ),
      delete: os.roles.delete.handler(({ context: { seat }, input }) => roles.delete(input.id, actorAt(seat))),
    },
    account: {
      view: os.account.view.handler(({ context }) => own.view(placeOf(context))),
      changePassword: os.account.changePassword.handler(({ context, input }) =>
        own.changePassword(input, placeOf(context)),
      ),
      offerSecondFactor: os.account.offerSecondFactor.handler(({ context }) => own.offerSecondFactor(placeOf(context))),
      confirmSecondFactor: os.account.confirmSecondFactor.handler(async ({ context, input }) => ({
        recoveryCodes: await own.confirmSecondFactor(input.code, placeOf(context)),
      })),
      removeSecondFactor: os.account.removeSecondFactor.handler(({ context }) =>
        own.removeSecondFactor(placeOf(context)),
      ),
      renewRecoveryCodes: os.account.renewRecoveryCodes.handler(async ({ context }) => ({
        recoveryCodes: await own.renewRecoveryCodes(placeOf(context)),
      })),
      endSessions: os.account.endSessions.handler(({ context, input }) => own.endSessions(input, placeOf(context))),
    },
    signatures: {
      policy: os.signatures.policy.handler(() => signatures.policy.rows(SIGNABLE)),
      changePolicy: os.signatures.changePolicy.handler(async ({ context: { seat }, input }) => {
        const changes = input.changes.map(({ procedure, demand }) => ({ ...signableNamed(procedure), demand }));
        await signatures.policy.change(changes, actorAt(seat));
        return signatures.policy.rows(SIGNABLE);
      }),
      sign: os.signatures.sign.handler(async ({ context, input: { input, ...request } }) => {
        const { right, secrets } = signableNamed(request.procedure);
        const { whole, recorded } = digestOf(input, secrets);
        const call = {
          inputDigest: whole,
          recordedDigest: recorded,
          about: aboutOf(input),
          right,
          robots: robotsIn(input),
        };
        return { id: await signatures.sign({ ...request, ...call }, placeOf(context)) };
      }),
    },
    overrides: {
      grant: os.overrides.grant.handler(({ context, input: { resource, action, ...request } }) =>
        overrides.grant({ ...request, permission: `${resource}:${action}` }, placeOf(context)),
      ),
      end: os.overrides.end.handler(({ context, input }) => overrides.end(input.id, placeOf(context))),
    },
  };
}

import type { Answer, Asked, Identity } from './answer.ts';
import type { FirmwareKind } from './firmware-kinds.ts';
import { answerOht50 } from './oht50-api.ts';
import { answerTo } from './reference-api.ts';
import type { SimulatedFirmware } from './simulated-firmware.ts';

/** How a controller treats its clients. */
export interface Manners {
  readonly oneRequestAtATime: boolean;
  readonly crashOnEarlyClose: boolean;
  /** A connection for each request; closed after its answer. */
  readonly closes: boolean;
  /** The reason phrase is always OK, whatever the status. */
  readonly alwaysOk: boolean;
  /** Head and body together; of a longer request, or of one that comes in pieces, the body is lost without a word. */
  readonly longestRequest: number | null;
}

export interface Kind {
  readonly manners: Manners;
  answer(asked: Asked, identity: Identity, firmware: SimulatedFirmware): Answer;
}

export const KINDS: Readonly<Record<FirmwareKind, Kind>> = {
  reference: {
    manners: {
      oneRequestAtATime: false,
      crashOnEarlyClose: false,
      closes: false,
      alwaysOk: false,
      longestRequest: null,
    },
    answer: ({ method, target }, identity, firmware) => answerTo(method, target, identity, firmware),
  },
  oht50: {
    manners: {
      oneRequestAtATime: true,
      crashOnEarlyClose: true,
      closes: true,
      alwaysOk: true,
      longestRequest: 2047,
    },
    answer: (asked, _identity, firmware) => answerOht50(asked, firmware),
  },
};

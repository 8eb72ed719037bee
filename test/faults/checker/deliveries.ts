import type { Request } from '../history.ts';

/** Something that the console said it sent to a robot, and how often the robot may have seen it. */
export interface Sending {
  readonly what: string;
  readonly robot: string;
  readonly path: string;
  readonly from: number;
  readonly to: number;
  readonly least: 0 | 1;
  readonly most: 0 | 1;
}

export interface Misdelivery {
  readonly what: string;
  readonly at: number;
  readonly robot: string;
}

/** Each sending must have come to the robot as often as the console says, and nothing else. */
export function misdeliveries(sendings: readonly Sending[], requests: readonly Request[]): Misdelivery[] {
  const orders = requests.filter(({ method }) => method !== 'GET');
  const came = new Map<Sending, number>();
  const found: Misdelivery[] = [];
  for (const order of orders) {
    const meant = sendings.filter(
      ({ robot, path, from, to }) => robot === order.robot && path === order.path && from <= order.at && order.at <= to,
    );
    const open = meant.filter((one) => (came.get(one) ?? 0) < one.most);
    const taker = open.find(({ least }) => least === 1) ?? open[0];
    if (taker) came.set(taker, (came.get(taker) ?? 0) + 1);
    else {
      const told = meant.map(({ what }) => what).join('; ') || 'nothing';
      found.push({ what: `${order.path} came once more than it was sent; sent: ${told}`, ...placeOf(order) });
    }
  }
  for (const sending of sendings) {
    if ((came.get(sending) ?? 0) >= sending.least) continue;
    const { robot, path, from, what } = sending;
    found.push({ what: `${path} never came to the robot; the console says: ${what}`, at: from, robot });
  }
  return found;
}

const placeOf = ({ at, robot }: Request) => ({ at, robot });

import type { ReactNode } from 'react';

/** Line drawings told apart by shape alone; the words beside them carry the meaning for those who cannot see them. */
function icon(children: ReactNode) {
  return function Icon({ size = 20 }: { readonly size?: number }) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
        style={{ flex: 'none' }}
      >
        {children}
      </svg>
    );
  };
}

const CIRCLE = <circle cx="12" cy="12" r="9" />;

export const Dot = icon(<circle cx="12" cy="12" r="7" fill="currentColor" />);
export const Clock = icon(
  <>
    {CIRCLE}
    <path d="M12 7v5l3 2" />
  </>,
);
export const StruckClock = icon(
  <>
    {CIRCLE}
    <path d="M12 7v5l3 2M3 21 21 3" />
  </>,
);
export const DashedCircle = icon(<circle cx="12" cy="12" r="9" strokeDasharray="4 5" />);
export const DashedBox = icon(
  <>
    <rect x="4" y="4" width="16" height="16" rx="2" strokeDasharray="4 4" />
    <path d="M14.5 9.2c-.6-.8-1.5-1.2-2.5-1.2-1.4 0-2.5.8-2.5 2s1 1.7 2.5 2 2.5.8 2.5 2-1.1 2-2.5 2c-1 0-1.9-.4-2.5-1.2" />
  </>,
);
export const Cross = icon(
  <>
    {CIRCLE}
    <path d="m8 8 8 8m0-8-8 8" />
  </>,
);
export const Again = icon(<path d="M20 12a8 8 0 1 1-2.5-5.8M20 3v4.5h-4.5" />);
export const Bars = icon(
  <>
    {CIRCLE}
    <path d="M10 8.5v7m4-7v7" />
  </>,
);
export const Hourglass = icon(<path d="M6 3h12M6 21h12M7.5 3v4l4.5 5 4.5-5V3M7.5 21v-4l4.5-5 4.5 5v4" />);
export const Zigzag = icon(<path d="M2 12h3l3.5-8 4 16L16.5 6 19 12h3" />);
export const OpenSwitch = icon(
  <>
    <path d="M6.6 14 17.5 4.5" />
    <circle cx="5" cy="16.5" r="2.8" />
    <circle cx="19" cy="16.5" r="2.8" />
  </>,
);
export const Question = icon(
  <>
    {CIRCLE}
    <path d="M9.5 9.5a2.5 2.5 0 1 1 3.7 2.2c-.8.5-1.2 1-1.2 1.8M12 16.5v.1" />
  </>,
);
export const Triangle = icon(<path d="M12 3.5 22 20.5H2zM12 10v4.5m0 2.8v.1" />);
export const Octagon = icon(<path d="M8 2.5h8l5.5 5.5v8L16 21.5H8L2.5 16V8zM12 7.5v5.5m0 3.3v.1" />);
export const CrossedDisk = icon(
  <>
    <ellipse cx="12" cy="5.5" rx="8" ry="3" />
    <path d="M4 5.5v13c0 1.7 3.6 3 8 3s8-1.3 8-3v-13m-11 5.5 6 6m0-6-6 6" />
  </>,
);
export const Key = icon(
  <>
    <circle cx="7.5" cy="12" r="4.5" />
    <path d="M12 12h10m-3 0v4.5m-3.5-4.5v3" />
  </>,
);
export const Sun = icon(
  <>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 2v2m0 16v2M2 12h2m16 0h2M5 5l1.4 1.4m11.2 11.2L19 19M5 19l1.4-1.4M17.6 6.4 19 5" />
  </>,
);
export const Moon = icon(<path d="M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z" />);
export const Check = icon(<path d="m4 12.5 5.5 5.5L20 6.5" />);
export const Minus = icon(<path d="M6 12h12" />);
export const Pencil = icon(<path d="m4 20 1-4.5 11-11 3.5 3.5-11 11z" />);

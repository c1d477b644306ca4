/** The drawings. One with a title says something; one without only decorates a control that has a name. */

import type { ComponentChildren } from "preact";

type Titled = { title: string };

function Icon({
  title,
  size = 24,
  children,
}: {
  title?: string;
  size?: number;
  children: ComponentChildren;
}) {
  const named =
    title === undefined
      ? ({ "aria-hidden": true } as const)
      : ({ role: "img", "aria-label": title } as const);
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      {...named}
    >
      {children}
    </svg>
  );
}

export const BubbleIcon = () => (
  <Icon size={28}>
    <path d="M12 4c-4.7 0-8.5 3.1-8.5 7 0 2 1 3.8 2.6 5.100L5.3 20l4-1.600c.9.2 1.8.3 2.7.3 4.7 0 8.5-3.1 8.5-7.200S16.7 4 12 4Z" />
    <path d="M8.5 11.500h.01M12 11.500h.01M15.5 11.500h.01" stroke-width="2.6" />
  </Icon>
);

export const CloseIcon = () => (
  <Icon>
    <path d="M6 6l12 12M18 6 6 18" />
  </Icon>
);

export const SendIcon = () => (
  <Icon>
    <path d="M12 19V5.500M6 11l6-6 6 6" />
  </Icon>
);

export const ClipIcon = () => (
  <Icon>
    <path d="m20 11.500-8.300 8.300a5 5 0 0 1-7-7l8.600-8.600a3.300 3.300 0 0 1 4.700 4.700l-8.500 8.500a1.700 1.700 0 0 1-2.400-2.400l7.600-7.600" />
  </Icon>
);

export const CheckIcon = ({ title }: Titled) => (
  <Icon size={14} title={title}>
    <path d="m5 12.5 4.5 4.500L19 7.5" />
  </Icon>
);

export const ClockIcon = ({ title }: Titled) => (
  <Icon size={14} title={title}>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7.500V12l3 2" />
  </Icon>
);

/** A customer's or colleague's initials, with the mark of the channel they write from. */
import { Avatar, Box } from "@mantine/core";
import {
  IconBrandTelegram,
  IconBrandVk,
  IconBrandWhatsapp,
  IconMail,
  IconMessageCircle,
  IconPhone,
  IconWorld,
  type Icon,
} from "@tabler/icons-react";

import classes from "./Face.module.css";
import { useChannelName } from "./names";

const CHANNELS: Record<string, { color: string; icon: Icon }> = {
  telegram: { color: "#2292cf", icon: IconBrandTelegram },
  whatsapp: { color: "#1b9a4b", icon: IconBrandWhatsapp },
  site: { color: "#46787c", icon: IconWorld },
  viber: { color: "#7360f2", icon: IconPhone },
  vk: { color: "#0077ff", icon: IconBrandVk },
  email: { color: "#a2622a", icon: IconMail },
};

const OTHER = "#556666";

export function ChannelIcon({ channel, size = 14 }: { channel: string; size?: number }) {
  const channelName = useChannelName();
  const Mark = CHANNELS[channel]?.icon ?? IconMessageCircle;
  return <Mark size={size} aria-label={channelName(channel)} role="img" />;
}

/** A channel's icon on its colour, where its name stands beside it. */
export function ChannelMark({ channel, size }: { channel: string; size: number }) {
  const { color, icon: Mark } = CHANNELS[channel] ?? { color: OTHER, icon: IconMessageCircle };
  return (
    <span className={classes.mark} style={{ background: color, width: size, height: size }} aria-hidden>
      <Mark size={size * 0.6} stroke={1.7} />
    </span>
  );
}

interface Props {
  name: string;
  channel?: string;
  size?: number;
}

export function Face({ name, channel, size = 38 }: Props) {
  return (
    <Box className={classes.face} style={{ width: size, height: size }}>
      <Avatar
        size={size}
        radius="xl"
        name={name || "?"}
        color="initials"
        allowedInitialsColors={["helpline", "cyan", "indigo", "grape", "amber", "pink"]}
        aria-hidden
      />
      {channel && (
        <span className={classes.badge} style={{ background: CHANNELS[channel]?.color ?? OTHER }}>
          <ChannelIcon channel={channel} size={11} />
        </span>
      )}
    </Box>
  );
}

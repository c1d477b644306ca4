/** Helpline's look: deep teal for what acts, amber for what asks for attention, a calm grey-green between. */
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

const teal: MantineColorsTuple = [
  "#eaf5f5",
  "#d3e8e8",
  "#a6d0d1",
  "#76b7b9",
  "#4fa2a5",
  "#33908f",
  "#1d7d80",
  "#0b686c",
  "#09565a",
  "#063f43",
];

const amber: MantineColorsTuple = [
  "#fff4e4",
  "#fde7cc",
  "#f9cd99",
  "#f5b162",
  "#f19a36",
  "#ee8c1b",
  "#d9760b",
  "#b8610a",
  "#944e0c",
  "#70390a",
];

const dark: MantineColorsTuple = [
  "#d3dcdc",
  "#b2bebe",
  "#909e9f",
  "#6a797b",
  "#3d4b4d",
  "#2d393b",
  "#222d2f",
  "#182123",
  "#11191a",
  "#0a1011",
];

const gray: MantineColorsTuple = [
  "#f6f9f9",
  "#eff4f4",
  "#e3eaea",
  "#d5dede",
  "#c1cdcd",
  "#a3b1b2",
  "#788789",
  "#536264",
  "#37474a",
  "#1f2c2e",
];

export const theme = createTheme({
  primaryColor: "helpline",
  primaryShade: { light: 7, dark: 6 },
  colors: { helpline: teal, amber, dark, gray },
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif',
  fontSizes: { xs: "0.75rem", sm: "0.84rem", md: "0.9rem", lg: "1.05rem", xl: "1.25rem" },
  headings: { fontWeight: "650" },
  defaultRadius: "md",
  cursorType: "pointer",
  focusRing: "auto",
  components: {
    Tooltip: {
      defaultProps: { withArrow: true, openDelay: 350, events: { hover: true, focus: true, touch: false } },
    },
    ActionIcon: { defaultProps: { variant: "subtle" } },
    Modal: {
      defaultProps: {
        centered: true,
        overlayProps: { backgroundOpacity: 0.45, blur: 2 },
        transitionProps: { duration: 120 },
      },
      styles: { title: { fontWeight: 650 } },
    },
    Drawer: { defaultProps: { transitionProps: { duration: 150 } }, styles: { title: { fontWeight: 650 } } },
  },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    "--hl-rail": "#0a383c",
    "--hl-rail-text": "#cfe3e3",
    "--hl-rail-active": "#14595d",
  },
  light: {
    "--mantine-color-body": "#ffffff",
    "--mantine-color-text": "#1f2c2e",
    "--mantine-color-dimmed": "#5b6b6d",
    "--hl-canvas": "#f3f7f7",
    "--hl-line": "#dfe7e7",
    "--hl-hover": "#eef4f4",
    "--hl-selected": "#ddeeee",
    "--hl-customer": "#ffffff",
    "--hl-bot": "#e6eef4",
    "--hl-operator": "#d5ecea",
    "--hl-note": "#fff3c9",
    "--hl-note-line": "#e9cf73",
    "--hl-read": "#0b7fa8",
    "--hl-warm": "#a65405",
  },
  dark: {
    "--mantine-color-body": "#141c1e",
    "--mantine-color-text": "#dbe4e4",
    "--mantine-color-dimmed": "#93a3a4",
    "--mantine-color-anchor": "#76b7b9",
    "--mantine-color-helpline-light": "#17393b",
    "--mantine-color-helpline-light-hover": "#1c4548",
    "--mantine-color-helpline-light-color": "#9fd6d6",
    "--mantine-color-amber-light": "#3b2a12",
    "--mantine-color-amber-light-color": "#f5b162",
    "--mantine-color-gray-light": "#263234",
    "--mantine-color-gray-light-color": "#b2bebe",
    "--hl-canvas": "#0e1516",
    "--hl-line": "#273335",
    "--hl-hover": "#1c2628",
    "--hl-selected": "#173a3c",
    "--hl-customer": "#1e292b",
    "--hl-bot": "#1d2a36",
    "--hl-operator": "#103a39",
    "--hl-note": "#3a3318",
    "--hl-note-line": "#6b5d22",
    "--hl-read": "#5cc4ea",
    "--hl-warm": "#f5b162",
  },
});

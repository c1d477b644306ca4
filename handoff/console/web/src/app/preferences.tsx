/** What this browser remembers for its reader: language, sound, which panels are open. */
import { useLocalStorage } from "@mantine/hooks";
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from "react";
import { IntlProvider, type Messages } from "use-intl";

import { speak, wording, type Sentences } from "../shared/said";

const files = import.meta.glob<Messages>("../messages/*.json", { import: "default" });
const sentences = import.meta.glob<Sentences>("../messages/said/*.json", { import: "default" });

/** A language is a file in `messages`: putting one there adds it to the menu. */
export const LANGUAGES = Object.keys(files)
  .map((path) => path.replace(/^.*\/|\.json$/g, ""))
  .sort();

interface Preferences {
  language: string;
  setLanguage: (language: string) => void;
  alerts: boolean;
  setAlerts: (on: boolean) => void;
  contextOpen: boolean;
  setContextOpen: (open: boolean) => void;
}

const PreferencesContext = createContext<Preferences | null>(null);

export function usePreferences(): Preferences {
  const preferences = use(PreferencesContext);
  if (!preferences) throw new Error("usePreferences needs its provider.");
  return preferences;
}

export function nativeName(language: string): string {
  const name = new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

function browserLanguage(): string {
  const wanted = navigator.languages.map((each) => each.split("-")[0] ?? "");
  return wanted.find((each) => LANGUAGES.includes(each)) ?? "en";
}

/** A language with the reader's own region, so that an English screen in Warsaw has 24 hours. */
function regional(language: string): string {
  return navigator.languages.find((each) => each.split("-")[0] === language) ?? language;
}

function wordsOf(language: string): Promise<Messages> | undefined {
  return (files[`../messages/${language}.json`] ?? files["../messages/en.json"])?.();
}

/** The server speaks English, so that an English reader needs neither file. */
async function sayingOf(language: string): Promise<(text: string) => string> {
  const own = language === "en" ? undefined : sentences[`../messages/said/${language}.json`];
  const english = sentences["../messages/said/en.json"];
  return own && english ? wording(await english(), await own()) : (text) => text;
}

export function PreferencesProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useLocalStorage({
    key: "helpline.language",
    defaultValue: browserLanguage(),
    getInitialValueInEffect: false,
  });
  const [alerts, setAlerts] = useLocalStorage({
    key: "helpline.alerts",
    defaultValue: true,
    getInitialValueInEffect: false,
  });
  const [contextOpen, setContextOpen] = useLocalStorage({
    key: "helpline.context",
    defaultValue: true,
    getInitialValueInEffect: false,
  });
  const [loaded, setLoaded] = useState<{ language: string; messages: Messages } | null>(null);

  useEffect(() => {
    let wanted = true;
    void Promise.all([wordsOf(language), sayingOf(language)]).then(([messages, say]) => {
      if (!wanted || !messages) return;
      speak(say);
      setLoaded({ language, messages });
    });
    document.documentElement.lang = language;
    return () => {
      wanted = false;
    };
  }, [language]);

  const value = useMemo(
    () => ({ language, setLanguage, alerts, setAlerts, contextOpen, setContextOpen }),
    [language, setLanguage, alerts, setAlerts, contextOpen, setContextOpen],
  );
  if (!loaded) return null;
  return (
    <PreferencesContext value={value}>
      <IntlProvider
        locale={regional(loaded.language)}
        messages={loaded.messages}
        timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}
      >
        {children}
      </IntlProvider>
    </PreferencesContext>
  );
}

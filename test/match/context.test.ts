import { describe, expect, test } from "vitest";
import { isShipped, usageOfPath, usageWords } from "../../src/match/context.ts";
import { googleApiKey } from "../support/keys.ts";
import { matches } from "../support/matching.ts";
import { seeded } from "../support/random.ts";

const usages: readonly (readonly [usage: string, text: string])[] = [
  ["gemini", 'const ai = new GoogleGenAI({ apiKey: "K" });'],
  ["gemini", 'import google.generativeai as genai\n\ngenai.configure(api_key="K")'],
  ["gemini", "https://generativelanguage.googleapis.com/v1beta/models/x:generateContent?key=K"],
  ["gemini", 'GEMINI_API_KEY="K"\nGOOGLE_MAPS_API_KEY=other\nauthDomain=x.firebaseapp.com'],
  ["gemini", '{"Gemini": {"ApiKey": "K"}}'],
  ["firebase", '{apiKey:"K",authDomain:"gemini-chat.firebaseapp.com",projectId:"gemini-chat"}'],
  [
    "firebase",
    'const firebaseConfig = {\n  apiKey: "K",\n  authDomain: "demo.firebaseapp.com",\n};',
  ],
  ["firebase", '"mobilesdk_app_id": "1:2:android:3"\n"api_key": [\n  {\n "current_key": "K"\n }]'],
  ["firebase", "FIREBASE_API_KEY=K\nGEMINI_API_KEY=other"],
  ["maps", '<script src="https://maps.googleapis.com/maps/api/js?key=K&libraries=places">'],
  ["maps", 'android:name="com.google.android.geo.API_KEY" android:value="K"'],
  ["maps", "GEMINI_API_KEY=other\nGOOGLE_MAPS_API_KEY=K\nFIREBASE_API_KEY=other"],
  ["youtube", '"INNERTUBE_API_KEY":"K","INNERTUBE_CLIENT_NAME":"WEB"'],
  ["youtube", "https://www.googleapis.com/youtube/v3/search?part=snippet&key=K"],
  ["unknown", 'API_KEY = "K"'],
  ["unknown", `GoogleGenAI\n${"// filler\n".repeat(300)}API_KEY = "K"`],
];

test.for(usages)("%s: %s", ([usage, text]) => {
  const key = googleApiKey();
  expect(matches(text.replace('K"', `${key}"`).replace(/K(?=[\n&"]|$)/, key))).toMatchObject([
    { value: key, usage },
  ]);
});

test("words are the same wherever they are asked for first", () => {
  const pieces = "gemini maps google _ - . / api key youtube firebase geocoding x 7 ( \n ü".split(
    " ",
  );
  for (let seed = 0; seed < 300; seed += 1) {
    const random = seeded(seed);
    const isRun = random.below(3) === 0;
    const some = isRun ? pieces.slice(0, -3) : [...pieces, " "];
    const text = Array.from({ length: 400 }, () => random.pick(some)).join("");
    const all = usageWords(text)(0, text.length);
    const words = usageWords(text);
    for (let question = 0; question < 8; question += 1) {
      const from = random.below(text.length) - 100;
      const to = from + random.below(300);
      const between = ({ start, end }: { start: number; end: number }) => end > from && start <= to;
      expect(words(from, to).filter(between)).toEqual(all.filter(between));
    }
  }
});

describe("file names", () => {
  test.for([
    ["android/app/google-services.json", "firebase"],
    ["ios/Runner/GoogleService-Info.plist", "firebase"],
    ["lib/firebase_options.dart", "firebase"],
    ["src/firebaseConfig.ts", "firebase"],
    ["src/firebase.js", "firebase"],
    ["public/firebase-messaging-sw.js", "firebase"],
    ["lib/gemini_service.dart", "gemini"],
    ["home/.gemini/.env", "gemini"],
    ["src/index.ts", undefined],
    ["docs/firebase/readme.md", undefined],
  ] as const)("%s: %s", ([path, usage]) => {
    expect(usageOfPath(path)).toBe(usage);
  });

  test.for([
    ["dist/assets/index-1a2b.js", true],
    ["web/build/static/js/main.js", true],
    [".next/static/chunks/app.js", true],
    ["public/index.html", true],
    ["vendor/x.min.js", true],
    ["web/main.dart.js", true],
    ["android/app/google-services.json", true],
    ["android/app/src/main/res/values/strings.xml", true],
    ["src/index.ts", false],
    ["scripts/build.ts", false],
    ["notebooks/demo.ipynb", false],
    [".env", false],
  ] as const)("%s is shipped: %s", ([path, shipped]) => {
    expect(isShipped(path)).toBe(shipped);
  });
});

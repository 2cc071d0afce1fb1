/** What the types of @google/genai take from browsers and @types/node leaves out. */

type HeadersInit = NonNullable<RequestInit["headers"]>;
type RequestInfo = string | Request;
type ErrorEvent = Event;
type CloseEvent = Event;

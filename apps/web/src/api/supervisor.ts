// Written by `npm run documents` from docs/openapi-supervisor.json, compared by a spec: not to be edited.
export interface paths {
    "/api/dossiers/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One dossier as the figures know it */
        get: operations["dossier"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/drill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exactly the dossiers that make a figure */
        get: operations["drill"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Server-sent events with the figures of a view, as docs/asyncapi.yaml describes them */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/meta": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What can be chosen, and what the numbers mean */
        get: operations["meta"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the machinery stands, and what in it waits for a person */
        get: operations["operations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Are we on target, and who is behind? */
        get: operations["overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Dossiers whose codes begin with a text */
        get: operations["search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/unit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One unit against its targets, the year so far, its fields and procedures */
        get: operations["unit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/weeks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Received and resolved per ISO week, with what was open and late at its end */
        get: operations["weeks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/worklist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What must be done: open and late, due today, due soon */
        get: operations["worklist"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/worklist.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All pages of the work list as a file: UTF-8 with a byte order mark, commas. */
        get: operations["worklistFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description What a rate is held against */
        Aim: {
            /** @description `>=`, `>`, `<=`, `<` or `=` */
            op: string;
            /** @description percent */
            value: number;
        };
        /** @description The state of the log that an answer was read from */
        AsOf: {
            /** @description the life of the log in which positions count: another one after a restore, when they may have gone back */
            epoch: string;
            /**
             * Format: date-time
             * @description up to when everything recorded is counted, UTC
             */
            instant: string;
            lagSeconds: number;
            /** @description false: the figures are behind, or nobody knows */
            live: boolean;
            /** @description 64 bits, as a decimal text */
            position: string;
        };
        Detail: {
            /** @description the code of the dossier to which the value leads */
            dossier?: string;
            label: string;
            value: string;
        };
        DossierView: {
            asOf: components["schemas"]["AsOf"];
            code: string;
            due: components["schemas"]["Due"] | null;
            events: components["schemas"]["TimelineEvent"][];
            /** @description in which figures it counts */
            marks: {
                /**
                 * Format: date
                 * @description local day of Asia/Ho_Chi_Minh
                 */
                day: string;
                label: string;
                /** @enum {string} */
                measure: "received" | "receivedOnline" | "receivedByPost" | "receivedByPostalStaff" | "digitised" | "takenIn" | "takenInForOthers" | "transferredIn" | "transferredOut" | "reopened" | "resolvedBefore" | "resolvedOnDay" | "resolvedLate" | "electronicResultOf" | "electronicResult" | "notified" | "returned" | "returnedByPost" | "withdrawn" | "stopped" | "refused" | "payments" | "onlinePayments" | "paymentsOfKnownMeans" | "cashlessPayments" | "rated" | "ratedSatisfied" | "becameOverdue" | "apologised" | "apologisedInTime" | "ended766" | "endedInTime766" | "metNewDate" | "linkedReceived" | "linkedResolved" | "linkedLate" | "openWithin" | "openLate" | "waiting" | "submitted" | "unreturned" | "openInTime766";
                unit: components["schemas"]["UnitName"];
                until: string | null;
            }[];
            parent: string | null;
            rounds: components["schemas"]["Round"][];
            state: {
                channel: ("counter" | "online" | "post") | null;
                endedAt: string | null;
                field: string | null;
                holder: string | null;
                late: boolean;
                /** @enum {string} */
                phase: "none" | "submitted" | "open" | "waiting" | "resolved" | "withdrawn" | "stopped" | "refused";
                procedure: components["schemas"]["ProcedureName"] | null;
                receivedAt: string | null;
                receivingUnit: components["schemas"]["UnitName"] | null;
                returnedAt: string | null;
                unit: components["schemas"]["UnitName"] | null;
            };
            /** @description what the clock was stopped for */
            waits: {
                /**
                 * Format: date-time
                 * @description UTC, milliseconds, ends with Z
                 */
                from: string;
                /** @enum {string} */
                kind: "supplement" | "obligation" | "suspension" | "consultation";
                to: string | null;
            }[];
        };
        Drill: {
            asOf: components["schemas"]["AsOf"];
            figure: components["schemas"]["DrilledFigure"];
            items: components["schemas"]["DrillItem"][];
            next: string | null;
        };
        DrilledFigure: {
            denominator?: number;
            label: string;
            /** @description with `denominator`, where the figure is a part of a metric */
            numerator?: number;
            period: components["schemas"]["PeriodView"];
            /** @description key of a population, or `all` */
            scope: string;
            target?: components["schemas"]["Aim"] | null;
            unit: components["schemas"]["UnitName"] | null;
            /** @description the units that had the code that is asked for, where there are several: what each of them has */
            units: components["schemas"]["UnitValue"][];
            /** @description the sum of `n` over all pages */
            value: number;
        };
        DrillItem: {
            code: string;
            /**
             * Format: date
             * @description on which it counts
             */
            day: string;
            dueAt: string | null;
            endedAt: string | null;
            field: string;
            late: boolean;
            /** @description how often it counts */
            n: number;
            /** @enum {string} */
            phase: "none" | "submitted" | "open" | "waiting" | "resolved" | "withdrawn" | "stopped" | "refused";
            procedure: components["schemas"]["ProcedureName"];
            receivedAt: string | null;
            unit: components["schemas"]["UnitName"];
        };
        Due: {
            /**
             * Format: date-time
             * @description UTC, milliseconds, ends with Z
             */
            at: string;
            /** @enum {string} */
            basis: "stated" | "computed";
            explanation: string;
            first: {
                /**
                 * Format: date-time
                 * @description UTC, milliseconds, ends with Z
                 */
                at: string;
            } | null;
        };
        FieldFigures: {
            columns: {
                [key: string]: number;
            };
            field: string;
            metrics: {
                [key: string]: components["schemas"]["Rate"];
            };
        };
        Figures: {
            columns: {
                [key: string]: number;
            };
            metrics: {
                [key: string]: components["schemas"]["Rate"];
            };
        };
        KeyFigures: {
            metrics: components["schemas"]["KeyMetric"][];
            /** @description key of a population: which there are is told by /api/meta */
            population: string;
        };
        KeyMetric: {
            denominator: number;
            /** @enum {string} */
            id: "on-time" | "on-time-766" | "digitised" | "e-result" | "online" | "cashless" | "online-payment" | "counter-rating" | "apology" | "apology-in-time" | "non-territorial" | "filed-by-post" | "returned-by-post" | "received-by-postal-staff" | "notified";
            numerator: number;
            /** @description the last periods of the same kind, reckoned in the same way; the one shown comes last */
            spark: {
                denominator: number;
                numerator: number;
                period: string;
            }[];
            target: components["schemas"]["Target"] | null;
            /**
             * @description none: nothing to count, or no target
             * @enum {string}
             */
            verdict: "met" | "missed" | "none";
        };
        Meta: {
            demonstration: {
                /** @description by how much its clock is moved */
                offsetMs: number;
            } | null;
            fields: string[];
            /** @description what the plan counts, in its order */
            metrics: components["schemas"]["MetricInfo"][];
            /**
             * Format: date-time
             * @description UTC, milliseconds, ends with Z
             */
            now: string;
            periods: {
                default: string;
                /** @description first day of the reporting year */
                reportingFrom: string;
                /** @description which rule says so */
                reportingSource: string;
            };
            place: {
                /** @description within a sentence */
                name: string;
                /** @description of the page */
                title: string;
            };
            plan: components["schemas"]["Plan"] | null;
            /** @description in their order */
            populations: components["schemas"]["PopulationInfo"][];
            procedures: {
                code: string;
                field: string;
                name: string;
            }[];
            /**
             * Format: date
             * @description local day of Asia/Ho_Chi_Minh
             */
            today: string;
            /** @description past ones too */
            units: components["schemas"]["UnitInfo"][];
        };
        MetricInfo: {
            definition: string;
            /** @description of the plan; empty: under that of all rates */
            heading: string;
            /** @enum {string} */
            id: "on-time" | "on-time-766" | "digitised" | "e-result" | "online" | "cashless" | "online-payment" | "counter-rating" | "apology" | "apology-in-time" | "non-territorial" | "filed-by-post" | "returned-by-post" | "received-by-postal-staff" | "notified";
            label: string;
            /** @description as a card, among the main columns */
            shown: ("card" | "main")[];
            source: string;
        };
        Operations: {
            asOf: components["schemas"]["AsOf"];
            building: {
                generation: number;
                /** @description 64 bits, as a decimal text */
                position: string;
                /**
                 * Format: date-time
                 * @description UTC, milliseconds, ends with Z
                 */
                startedAt: string;
                /** @description 64 bits, as a decimal text */
                target: string;
            } | null;
            /** @description how far the announced days off reach; beyond, due instants are provisional */
            calendar: {
                announcedUntil: string | null;
                endsSoon: boolean;
            };
            closedUnits: components["schemas"]["Undecided"];
            deadLetters: number;
            generation: number;
            /** @description 64 bits, as a decimal text */
            head: string;
            /** @description sources that are being imported: the clock asks their dossiers when that ends, or `until` passes */
            importing: {
                /**
                 * Format: date-time
                 * @description UTC, milliseconds, ends with Z
                 */
                since: string;
                source: string;
                /**
                 * Format: date-time
                 * @description UTC, milliseconds, ends with Z
                 */
                until: string;
            }[];
            lagEvents: number;
            lastEventAt: string | null;
            parked: number;
            /** @description messages of feeds that were kept aside and not let in yet, by reason */
            refused: {
                fault: string;
                label: string;
                messages: number;
            }[];
            slots: {
                lagEvents: number;
                /** @description 64 bits, as a decimal text */
                position: string;
                slot: number;
            }[];
        };
        Overview: {
            asOf: components["schemas"]["AsOf"];
            keyFigures: components["schemas"]["KeyFigures"][];
            period: components["schemas"]["PeriodView"];
            /** @description from how many dossiers on a rate is ranked */
            rankingMinimum: number;
            rows: components["schemas"]["UnitRow"][];
            targets: {
                [key: string]: {
                    [key: string]: components["schemas"]["Aim"];
                };
            };
            thisWeek: components["schemas"]["ThisWeek"];
            totals: components["schemas"]["Total"][];
        };
        PeriodView: {
            /**
             * Format: date
             * @description local day of Asia/Ho_Chi_Minh
             */
            from: string;
            /** @description as a question names it */
            key: string;
            label: string;
            /** @enum {string} */
            reckon: "period" | "cumulative";
            /**
             * @description which of the rules that cut a year it follows: "Quý I" is not the same in all of them
             * @enum {string}
             */
            rule: "calendar" | "reporting" | "week" | "range";
            /**
             * Format: date
             * @description the day at whose end the stocks stand
             */
            stocksAt: string;
            /**
             * Format: date
             * @description local day of Asia/Ho_Chi_Minh
             */
            to: string;
        };
        Plan: {
            /**
             * Format: date
             * @description local day of Asia/Ho_Chi_Minh
             */
            from: string;
            issued: string | null;
            issuer: string;
            name: string;
            number: string;
            /**
             * Format: date
             * @description local day of Asia/Ho_Chi_Minh
             */
            to: string;
        };
        /** @description A group of units that the plan counts by itself */
        PopulationInfo: {
            /** @description over its units */
            heading: string;
            key: string;
            /** @description alone and within a sentence */
            label: string;
            /** @description inside the rates and totals of the plan */
            rated: boolean;
            /** @description of the sum of its units */
            total: string;
        };
        Problem: {
            detail?: string;
            /** @description Every fault of the request */
            errors?: components["schemas"]["ProblemError"][];
            /** @description Path of the request */
            instance?: string;
            /** @example 422 */
            status: number;
            /** @example Yêu cầu có trường không hợp lệ */
            title: string;
            /** @example /problems/invalid-request */
            type: string;
        };
        ProblemError: {
            /**
             * @description Stable word for programs
             * @example no-offset
             */
            code: string;
            /** @example Thời điểm thiếu múi giờ: hãy thêm +07:00 (giờ Việt Nam) hoặc Z (UTC). */
            detail: string;
            /**
             * @description Name of a header
             * @example Idempotency-Key
             */
            header?: string;
            /**
             * @description Name of a parameter of the path or of the query
             * @example code
             */
            parameter?: string;
            /**
             * @description JSON pointer into the body, as a URI fragment
             * @example #/at
             */
            pointer?: string;
        };
        ProcedureFigures: {
            columns: {
                [key: string]: number;
            };
            field: string;
            metrics: {
                [key: string]: components["schemas"]["Rate"];
            };
            procedure: components["schemas"]["ProcedureName"];
        };
        ProcedureName: {
            code: string;
            name: string;
        };
        /** @description A percentage never travels: only its two integers do */
        Rate: {
            denominator: number;
            numerator: number;
            /**
             * @description none: nothing to count, or no target
             * @enum {string}
             */
            verdict: "met" | "missed" | "none";
        };
        /** @description From a beginning (receipt, re-opening) to the next: what was promised, and what became of it */
        Round: {
            apology: {
                /**
                 * Format: date-time
                 * @description UTC, milliseconds, ends with Z
                 */
                at: string;
                /**
                 * Format: date-time
                 * @description UTC, milliseconds, ends with Z
                 */
                newDate: string;
            } | null;
            appointment: {
                /**
                 * Format: date-time
                 * @description UTC, milliseconds, ends with Z
                 */
                at: string;
            } | null;
            due: components["schemas"]["Due"] | null;
            ending: {
                /**
                 * Format: date-time
                 * @description UTC, milliseconds, ends with Z
                 */
                at: string;
                /** @enum {string} */
                kind: "resolved" | "withdrawn" | "stopped";
            } | null;
            /**
             * Format: date-time
             * @description UTC, milliseconds, ends with Z
             */
            from: string;
            index: {
                /**
                 * Format: date-time
                 * @description UTC, milliseconds, ends with Z
                 */
                due: string;
                sentence: string;
            } | null;
            /** @description its end is held against its due instant; as long as it runs, its overdue stands */
            late: boolean;
            overdueAt: string | null;
        };
        Search: {
            /** @description the first ones, by code */
            items: {
                code: string;
                procedure: components["schemas"]["ProcedureName"] | null;
                unit: components["schemas"]["UnitName"] | null;
            }[];
        };
        /** @description A code that several units had in the period: each of them on a line of its own, never added up */
        SharedCode: {
            asOf: components["schemas"]["AsOf"];
            code: string;
            period: components["schemas"]["PeriodView"];
            /** @description from how many dossiers on a rate is ranked */
            rankingMinimum: number;
            rows: components["schemas"]["UnitRow"][];
            targets: {
                [key: string]: {
                    [key: string]: components["schemas"]["Aim"];
                };
            };
        };
        ShownUnit: {
            code: string;
            /** @description `code@valid-from`: codes are re-used, so addresses carry the key */
            key: string;
            name: string;
            /** @description key of a population: which there are is told by /api/meta */
            population: string;
            /** @description who has taken over when it was no more */
            successors: components["schemas"]["UnitName"][];
            /**
             * Format: date
             * @description local day of Asia/Ho_Chi_Minh
             */
            validFrom: string;
            validTo: string | null;
        };
        /** @description A target of the plan, with every other reading that the plan prints of it */
        Target: {
            /** @description `>=`, `>`, `<=`, `<` or `=` */
            op: string;
            readings: {
                section: string;
                text: string;
            }[];
            /** @description of the plan */
            section: string;
            /** @description percent */
            value: number;
        };
        ThisWeek: {
            figures: components["schemas"]["WeekFigure"][];
            label: string;
        };
        TimelineEvent: {
            detail: components["schemas"]["Detail"][];
            /** @enum {string} */
            door: "http" | "feed" | "file" | "kafka" | "clock" | "demo";
            label: string;
            /**
             * Format: date-time
             * @description UTC, milliseconds, ends with Z
             */
            occurredAt: string;
            /**
             * Format: date-time
             * @description UTC, milliseconds, ends with Z
             */
            recordedAt: string;
            /** @description it has been taken back, and counts in nothing */
            retracted?: boolean;
            type: string;
            version: number;
        };
        Total: {
            columns: {
                [key: string]: number;
            };
            metrics: {
                [key: string]: components["schemas"]["Rate"];
            };
            /** @description key of a population, or `all` */
            population: string;
        };
        /** @description Open dossiers of units that are no more, of which the data do not say who takes them over: a person has to */
        Undecided: {
            /** @description the first ones, by code */
            items: components["schemas"]["UndecidedItem"][];
            total: number;
        };
        UndecidedItem: {
            code: string;
            dueAt: string | null;
            /** @enum {string} */
            phase: "none" | "submitted" | "open" | "waiting" | "resolved" | "withdrawn" | "stopped" | "refused";
            procedure: components["schemas"]["ProcedureName"] | null;
            /** @description the successors between which nothing decides; none: the data name none */
            successors: components["schemas"]["UnitName"][];
            unit: {
                code: string;
                /** @description `code@valid-from`: codes are re-used, so addresses carry the key */
                key: string;
                name: string;
                /**
                 * Format: date
                 * @description the first day on which it was no more
                 */
                validTo: string;
            };
        };
        /** @description What was said of the unit */
        UnitFact: {
            day: string | null;
            detail: components["schemas"]["Detail"][];
            label: string;
            /**
             * Format: date-time
             * @description UTC, milliseconds, ends with Z
             */
            recordedAt: string;
            /** @description who said it */
            source: string;
            /** @description false: it was taken back */
            stands: boolean;
            version: number;
        };
        UnitInfo: {
            code: string;
            /** @description `code@valid-from`: codes are re-used, so addresses carry the key */
            key: string;
            name: string;
            /** @description key of a population: which there are is told by /api/meta */
            population: string;
            /**
             * Format: date
             * @description local day of Asia/Ho_Chi_Minh
             */
            validFrom: string;
            validTo: string | null;
        };
        UnitName: {
            code: string;
            /** @description `code@valid-from`: codes are re-used, so addresses carry the key */
            key: string;
            name: string;
        };
        UnitOfPopulation: {
            code: string;
            /** @description `code@valid-from`: codes are re-used, so addresses carry the key */
            key: string;
            name: string;
            /** @description key of a population: which there are is told by /api/meta */
            population: string;
        };
        UnitRow: {
            columns: {
                [key: string]: number;
            };
            metrics: {
                [key: string]: components["schemas"]["Rate"];
            };
            /** @description where it has targets of its own */
            targets?: {
                [key: string]: components["schemas"]["Aim"];
            };
            unit: components["schemas"]["UnitOfPopulation"];
        };
        UnitValue: {
            code: string;
            /** @description `code@valid-from`: codes are re-used, so addresses carry the key */
            key: string;
            name: string;
            value: number;
        };
        UnitView: {
            asOf: components["schemas"]["AsOf"];
            byField: components["schemas"]["FieldFigures"][];
            byProcedure: components["schemas"]["ProcedureFigures"][];
            figures: components["schemas"]["Figures"];
            history: components["schemas"]["UnitFact"][];
            keyFigures: components["schemas"]["KeyFigures"][];
            period: components["schemas"]["PeriodView"];
            /** @description from how many dossiers on a rate is ranked */
            rankingMinimum: number;
            unit: components["schemas"]["ShownUnit"];
            year: components["schemas"]["YearFigures"];
        };
        /** @description One number of the line on this week, with what lists its dossiers */
        WeekFigure: {
            drill?: {
                figure: string;
                period: string;
            };
            /** @enum {string} */
            id: "newlyLate" | "stillLate" | "mended" | "apologiesOwed";
            value: number;
            worklist?: {
                /** @enum {string} */
                apology?: "owed";
                /** @enum {string} */
                kind: "late" | "today" | "soon";
            };
        };
        WeekPoint: {
            label: string;
            /** @description at the end of its Sunday, or by now */
            openLate: number;
            received: number;
            resolved: number;
            /** @description it is the week of today: more will be counted in it */
            unfinished: boolean;
            week: string;
        };
        Worklist: {
            asOf: components["schemas"]["AsOf"];
            items: components["schemas"]["WorklistItem"][];
            next: string | null;
            /** @description on all pages */
            total: number;
        };
        WorklistItem: {
            /** @enum {string} */
            apology: "owed" | "issued" | "none";
            code: string;
            daysLate: {
                calendar: number;
                working: number;
            } | null;
            dueAt: string | null;
            holder: string | null;
            /** @enum {string} */
            phase: "none" | "submitted" | "open" | "waiting" | "resolved" | "withdrawn" | "stopped" | "refused";
            procedure: components["schemas"]["ProcedureName"];
            receivedAt: string | null;
            unit: components["schemas"]["UnitName"];
        };
        /** @description The year so far, of the rule that the period follows */
        YearFigures: {
            columns: {
                [key: string]: number;
            };
            metrics: {
                [key: string]: components["schemas"]["Rate"];
            };
            period: components["schemas"]["PeriodView"];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type Aim = components['schemas']['Aim'];
export type AsOf = components['schemas']['AsOf'];
export type Detail = components['schemas']['Detail'];
export type DossierView = components['schemas']['DossierView'];
export type Drill = components['schemas']['Drill'];
export type DrilledFigure = components['schemas']['DrilledFigure'];
export type DrillItem = components['schemas']['DrillItem'];
export type Due = components['schemas']['Due'];
export type FieldFigures = components['schemas']['FieldFigures'];
export type Figures = components['schemas']['Figures'];
export type KeyFigures = components['schemas']['KeyFigures'];
export type KeyMetric = components['schemas']['KeyMetric'];
export type Meta = components['schemas']['Meta'];
export type MetricInfo = components['schemas']['MetricInfo'];
export type Operations = components['schemas']['Operations'];
export type Overview = components['schemas']['Overview'];
export type PeriodView = components['schemas']['PeriodView'];
export type Plan = components['schemas']['Plan'];
export type PopulationInfo = components['schemas']['PopulationInfo'];
export type Problem = components['schemas']['Problem'];
export type ProblemError = components['schemas']['ProblemError'];
export type ProcedureFigures = components['schemas']['ProcedureFigures'];
export type ProcedureName = components['schemas']['ProcedureName'];
export type Rate = components['schemas']['Rate'];
export type Round = components['schemas']['Round'];
export type Search = components['schemas']['Search'];
export type SharedCode = components['schemas']['SharedCode'];
export type ShownUnit = components['schemas']['ShownUnit'];
export type Target = components['schemas']['Target'];
export type ThisWeek = components['schemas']['ThisWeek'];
export type TimelineEvent = components['schemas']['TimelineEvent'];
export type Total = components['schemas']['Total'];
export type Undecided = components['schemas']['Undecided'];
export type UndecidedItem = components['schemas']['UndecidedItem'];
export type UnitFact = components['schemas']['UnitFact'];
export type UnitInfo = components['schemas']['UnitInfo'];
export type UnitName = components['schemas']['UnitName'];
export type UnitOfPopulation = components['schemas']['UnitOfPopulation'];
export type UnitRow = components['schemas']['UnitRow'];
export type UnitValue = components['schemas']['UnitValue'];
export type UnitView = components['schemas']['UnitView'];
export type WeekFigure = components['schemas']['WeekFigure'];
export type WeekPoint = components['schemas']['WeekPoint'];
export type Worklist = components['schemas']['Worklist'];
export type WorklistItem = components['schemas']['WorklistItem'];
export type YearFigures = components['schemas']['YearFigures'];
export type $defs = Record<string, never>;
export interface operations {
    dossier: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Dossier code */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Answered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DossierView"];
                };
            };
            /** @description A parameter is wrong, missing or unknown, or the address is not UTF-8: every fault is named */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not for this reader */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unknown */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The client does not take what is answered here */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request came too slowly */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is too long */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another expectation than 100-continue */
            417: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The headers are too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the system, which is logged */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now: ask again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drill: {
        parameters: {
            query: {
                /** @description `next` of the page before */
                after?: string;
                /** @description as /api/meta names it */
                field?: string;
                /** @description a column, one side of a metric, or a measure */
                figure: string;
                /** @description of a page */
                limit?: number;
                /** @description within 2000–2099; left out: the month of today */
                period?: string;
                /** @description code, national or local */
                procedure?: string;
                /** @description the period alone, or cumulated from the start of its year */
                reckon?: "period" | "cumulative";
                /** @description key of a population as /api/meta names it; `all`: those inside the rates. A unit that is named goes before it */
                scope?: string;
                /** @description under which unit figures of before a merger stand: the one of their day, or the one that has taken over */
                under?: "day" | "successor";
                /** @description key (`code@valid-from`), or a code: every unit that had it on some day of the question */
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Answered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Drill"];
                };
            };
            /** @description A parameter is wrong, missing or unknown, or the address is not UTF-8: every fault is named */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not for this reader */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The client does not take what is answered here */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request came too slowly */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is too long */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another expectation than 100-continue */
            417: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The headers are too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the system, which is logged */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now: ask again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    live: {
        parameters: {
            query: {
                /** @description `next` of the page before */
                after?: string;
                /** @description left out: with and without */
                apology?: "owed" | "issued";
                /** @description `true`: what has changed may come instead of the whole */
                changes?: "true" | "false";
                /** @description Dossier code */
                code?: string;
                /** @description of `kind` soon */
                days?: number;
                /** @description as /api/meta names it */
                field?: string;
                /** @description open and late, due today, due within `days` */
                kind?: "late" | "today" | "soon";
                /** @description of a page */
                limit?: number;
                /** @description within 2000–2099; left out: the month of today */
                period?: string;
                /** @description code, national or local */
                procedure?: string;
                /** @description the period alone, or cumulated from the start of its year */
                reckon?: "period" | "cumulative";
                /** @description key of a population as /api/meta names it; `all`: those inside the rates. A unit that is named goes before it */
                scope?: string;
                /** @description under which unit figures of before a merger stand: the one of their day, or the one that has taken over */
                under?: "day" | "successor";
                /** @description key (`code@valid-from`), or a code: every unit that had it on some day of the question */
                unit?: string;
                /** @description which question is watched: it takes the parameters of that question */
                view: "overview" | "unit" | "worklist" | "dossier";
            };
            header?: {
                /** @description the last `id:` of a stream that broke */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Answered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description A parameter is wrong, missing or unknown, or the address is not UTF-8: every fault is named */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not for this reader */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unknown */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The client does not take what is answered here */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request came too slowly */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is too long */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another expectation than 100-continue */
            417: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The headers are too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the system, which is logged */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now: ask again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    meta: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Answered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Meta"];
                };
            };
            /** @description A parameter is wrong, missing or unknown, or the address is not UTF-8: every fault is named */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not for this reader */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The client does not take what is answered here */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request came too slowly */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is too long */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another expectation than 100-continue */
            417: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The headers are too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the system, which is logged */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now: ask again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    operations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Answered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operations"];
                };
            };
            /** @description A parameter is wrong, missing or unknown, or the address is not UTF-8: every fault is named */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not for this reader */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The client does not take what is answered here */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request came too slowly */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is too long */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another expectation than 100-continue */
            417: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The headers are too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the system, which is logged */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now: ask again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    overview: {
        parameters: {
            query?: {
                /** @description as /api/meta names it */
                field?: string;
                /** @description within 2000–2099; left out: the month of today */
                period?: string;
                /** @description code, national or local */
                procedure?: string;
                /** @description the period alone, or cumulated from the start of its year */
                reckon?: "period" | "cumulative";
                /** @description key of a population as /api/meta names it; `all`: those inside the rates. A unit that is named goes before it */
                scope?: string;
                /** @description under which unit figures of before a merger stand: the one of their day, or the one that has taken over */
                under?: "day" | "successor";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Answered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            /** @description A parameter is wrong, missing or unknown, or the address is not UTF-8: every fault is named */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not for this reader */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The client does not take what is answered here */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request came too slowly */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is too long */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another expectation than 100-continue */
            417: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The headers are too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the system, which is logged */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now: ask again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search: {
        parameters: {
            query: {
                /** @description beginning of a code */
                q: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Answered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Search"];
                };
            };
            /** @description A parameter is wrong, missing or unknown, or the address is not UTF-8: every fault is named */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not for this reader */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The client does not take what is answered here */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request came too slowly */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is too long */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another expectation than 100-continue */
            417: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The headers are too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the system, which is logged */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now: ask again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unit: {
        parameters: {
            query: {
                /** @description as /api/meta names it */
                field?: string;
                /** @description within 2000–2099; left out: the month of today */
                period?: string;
                /** @description code, national or local */
                procedure?: string;
                /** @description the period alone, or cumulated from the start of its year */
                reckon?: "period" | "cumulative";
                /** @description key of a population as /api/meta names it; `all`: those inside the rates. A unit that is named goes before it */
                scope?: string;
                /** @description under which unit figures of before a merger stand: the one of their day, or the one that has taken over */
                under?: "day" | "successor";
                /** @description key (`code@valid-from`), or a code: every unit that had it on some day of the question */
                unit: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Answered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnitView"] | components["schemas"]["SharedCode"];
                };
            };
            /** @description A parameter is wrong, missing or unknown, or the address is not UTF-8: every fault is named */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not for this reader */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The client does not take what is answered here */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request came too slowly */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is too long */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another expectation than 100-continue */
            417: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The headers are too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the system, which is logged */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now: ask again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    weeks: {
        parameters: {
            query?: {
                /** @description of weeks */
                count?: number;
                /** @description as /api/meta names it */
                field?: string;
                /** @description within 2000–2099; left out: the month of today */
                period?: string;
                /** @description code, national or local */
                procedure?: string;
                /** @description the period alone, or cumulated from the start of its year */
                reckon?: "period" | "cumulative";
                /** @description key of a population as /api/meta names it; `all`: those inside the rates. A unit that is named goes before it */
                scope?: string;
                /** @description under which unit figures of before a merger stand: the one of their day, or the one that has taken over */
                under?: "day" | "successor";
                /** @description key (`code@valid-from`), or a code: every unit that had it on some day of the question */
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Answered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeekPoint"][];
                };
            };
            /** @description A parameter is wrong, missing or unknown, or the address is not UTF-8: every fault is named */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not for this reader */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The client does not take what is answered here */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request came too slowly */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is too long */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another expectation than 100-continue */
            417: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The headers are too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the system, which is logged */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now: ask again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    worklist: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                after?: string;
                /** @description left out: with and without */
                apology?: "owed" | "issued";
                /** @description of `kind` soon */
                days?: number;
                /** @description as /api/meta names it */
                field?: string;
                /** @description open and late, due today, due within `days` */
                kind?: "late" | "today" | "soon";
                /** @description of a page */
                limit?: number;
                /** @description code, national or local */
                procedure?: string;
                /** @description key of a population as /api/meta names it; `all`: those inside the rates. A unit that is named goes before it */
                scope?: string;
                /** @description key (`code@valid-from`), or a code: every unit that had it on some day of the question */
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Answered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Worklist"];
                };
            };
            /** @description A parameter is wrong, missing or unknown, or the address is not UTF-8: every fault is named */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not for this reader */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The client does not take what is answered here */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request came too slowly */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is too long */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another expectation than 100-continue */
            417: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The headers are too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the system, which is logged */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now: ask again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    worklistFile: {
        parameters: {
            query?: {
                /** @description taken, and changes nothing */
                after?: string;
                /** @description left out: with and without */
                apology?: "owed" | "issued";
                /** @description of `kind` soon */
                days?: number;
                /** @description as /api/meta names it */
                field?: string;
                /** @description open and late, due today, due within `days` */
                kind?: "late" | "today" | "soon";
                /** @description code, national or local */
                procedure?: string;
                /** @description key of a population as /api/meta names it; `all`: those inside the rates. A unit that is named goes before it */
                scope?: string;
                /** @description key (`code@valid-from`), or a code: every unit that had it on some day of the question */
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Answered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A parameter is wrong, missing or unknown, or the address is not UTF-8: every fault is named */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not for this reader */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The client does not take what is answered here */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request came too slowly */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is too long */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another expectation than 100-continue */
            417: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The headers are too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of the system, which is logged */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now: ask again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}

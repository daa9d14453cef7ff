// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.ledger;

import io.github.camelopenai.internal.quota.learn.ChargeRuleDetector;
import io.github.camelopenai.internal.quota.learn.Estimate;
import io.github.camelopenai.internal.quota.learn.RefillModel;
import io.github.camelopenai.internal.quota.terms.Admission;
import io.github.camelopenai.internal.quota.terms.Backlog;
import io.github.camelopenai.internal.quota.terms.ChargeRule;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.Rejection;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.quota.terms.Used;
import java.time.Duration;

/** Charges requests, tokens and images to the limits of one account and model. Time is an argument. Not thread-safe. */
public final class Ledger {
    /*
     * 1. All dimensions are debited together, or none is: a half-paid call would starve the others.
     * 2. Tokens are an estimate until the answer arrives. Settling refunds the difference, unless the server is known
     *    not to refund it, or leaves a debt that later calls wait for.
     * 3. Each answer's headers are compared with our accounts. LimitTracker, RefillModel, LevelCorrection and
     *    ChargeRuleDetector state what is learned.
     * 4. A rejection corrects the accounts too. When it has no rate limit headers, we send less for a while.
     * 5. Implausible values are ignored: a usage beyond what the call can have used, and a limit far below the known
     *    one in a single answer. A limit that allows no call is tested; see LimitDoubt.
     */
    private static final double REQUEST_PACE_SECONDS = 1;
    private static final long SECOND = 1_000_000_000L;
    private static final double DOUBTS = 1.5;
    private static final double PROBE = 1.1;
    private static final double LASTED = 0.05; // the weight of one call
    /** A little less than the slices of ten seconds that some servers count in. */
    private static final double PACE_SECONDS = 9;

    private final Limits limits;
    private final QuotaDimension requests;
    private final QuotaDimension tokens;
    private final QuotaDimension images;
    private final ChargeRuleDetector rule = new ChargeRuleDetector();
    private final Estimate estimate = new Estimate();
    private final RejectionPause gate = new RejectionPause();
    private final ReducedShare cut = new ReducedShare();
    private final LimitDoubt doubt;
    private final SlidingLog departures;
    private final long openedAt;
    private int underway;
    private double nanosUnderway;
    private double doubts; // of the prompts in flight, squared
    private boolean hasAnswers; // that reported their usage, or what is left
    private boolean assumed; // no limit is known, but the server has rejected calls
    private long raisedAt;

    /** What one call was charged. */
    public static final class Booking {
        public final Cost cost;
        private final QuotaDimension.Charge requests;
        private final QuotaDimension.Charge tokens;
        private final QuotaDimension.Charge images;
        private final double prompt;
        private final double doubt;
        private final double output;
        private long leftAt;
        private final ChargeRuleDetector.Mark mark;
        private boolean heard;
        private boolean doubting; // it left although a limit from a header did not allow it

        private Booking(
                Cost cost,
                QuotaDimension.Charge requests,
                QuotaDimension.Charge tokens,
                QuotaDimension.Charge images,
                double prompt,
                double doubt,
                double output,
                long leftAt,
                ChargeRuleDetector.Mark mark) {
            this.cost = cost;
            this.requests = requests;
            this.tokens = tokens;
            this.images = images;
            this.prompt = prompt;
            this.doubt = doubt;
            this.output = output;
            this.leftAt = leftAt;
            this.mark = mark;
        }

        /** All tokens charged. */
        public double tokens() {
            return prompt + output;
        }
    }

    public Ledger(Limits limits, long nowNanos) {
        this.limits = limits;
        this.requests = new QuotaDimension(limits.requests(), REQUEST_PACE_SECONDS, nowNanos);
        this.tokens = new QuotaDimension(limits.tokens(), PACE_SECONDS, nowNanos);
        this.images = new QuotaDimension(limits.images(), PACE_SECONDS, nowNanos);
        this.doubt = new LimitDoubt(nowNanos);
        this.departures = new SlidingLog(nowNanos);
        this.openedAt = nowNanos;
    }

    /** Whether the call could leave now; takes nothing. */
    public Admission ask(Cost cost, long now) {
        LimitTracker tooSmall = tooFewTokensFor(cost);
        if (tooSmall != null && !(tooSmall.isLimitNamed() && doubt.nanosUntil(now) == 0)) {
            return new Admission.NeverFits((long) tokensOf(cost), "tokens", WaitEstimate.text(tooSmall, "tokens"));
        }
        tooSmall = images.tooSmallFor(cost.images());
        if (tooSmall != null) {
            return new Admission.NeverFits(cost.images(), "images", WaitEstimate.text(tooSmall, "images"));
        }
        probeUpward(now);
        double part = cut.part(now);
        requests.cut(part, now);
        tokens.cut(part, now);
        doubt.cut(part);
        long others = Math.max(gate.nanosUntilOpen(now), images.nanosUntil(cost.images(), now));
        long wait = Math.max(others, Math.max(requests.nanosUntil(1, now), tokens.nanosUntil(withDoubt(cost), now)));
        if (doubt.isFor(wait, now)) {
            wait = Math.min(wait, Math.max(others, nanosDespiteHeaders(cost, now)));
        }
        return wait > 0 ? new Admission.Wait(Duration.ofNanos(wait)) : Admission.GRANTED;
    }

    /** The token limit that the call can never fit; null when there is none. A guessed answer size refuses no call. */
    private LimitTracker tooFewTokensFor(Cost cost) {
        return tokens.tooSmallFor(cost.bounded() ? tokensOf(cost) : estimate.prompt(cost));
    }

    private long nanosDespiteHeaders(Cost cost, long now) {
        return Math.max(
                doubt.nanosUntil(now),
                Math.max(
                        requests.nanosUntilDespiteHeaders(1, now),
                        tokens.nanosUntilDespiteHeaders(withDoubt(cost), now)));
    }

    /** Whether a call that leaves now only tests whether a limit still holds. */
    private boolean isToHear(Cost cost, long now) {
        return doubt.nanosUntil(now) == 0
                && (tooFewTokensFor(cost) != null
                        || doubt.isFor(
                                Math.max(requests.nanosUntil(1, now), tokens.nanosUntil(withDoubt(cost), now)), now));
    }

    /**
     * Nanoseconds until a call may leave despite limits that hold it back for {@code wait}; {@link Long#MAX_VALUE} when
     * that is not worth it.
     */
    public long nanosUntilDoubtOf(long wait, long now) {
        return doubt.isFor(wait, now) ? doubt.nanosUntil(now) : Long.MAX_VALUE;
    }

    /** See {@link LimitTracker#flowEvenly}. */
    public void flowEvenly(boolean yes) {
        requests.flowEvenly(yes);
        tokens.flowEvenly(yes);
        images.flowEvenly(yes);
    }

    /** For tokens, as their charges differ in size; see {@link LimitTracker#nanosUntilLastStretch}. */
    public long nanosUntilLastStretch(long now) {
        return tokens.nanosUntilLastStretch(now);
    }

    /** Charges the call. */
    public Booking take(Cost cost, long now) {
        boolean doubting = isToHear(cost, now);
        doubt.left(now);
        double prompt = estimate.prompt(cost);
        double output = estimate.output(cost);
        underway++;
        double unsure = estimate.promptDoubt(cost);
        doubts += unsure * unsure;
        departures.add(1, now, now);
        Booking booking = new Booking(
                cost,
                requests.take(1, now),
                tokens.take(prompt + output, now),
                images.take(cost.images(), now),
                prompt,
                unsure,
                output,
                now,
                rule.sent(prompt, output, now));
        booking.doubting = doubting;
        return booking;
    }

    /** The call was charged earlier but has left only now. */
    public void left(Booking booking, long now) {
        requests.left(booking.requests, now);
        tokens.left(booking.tokens, now);
        images.left(booking.images, now);
        booking.leftAt = now;
    }

    /** The tokens that a call will be charged. */
    public double tokensOf(Cost cost) {
        return estimate.prompt(cost) + estimate.output(cost);
    }

    /**
     * The call was answered, or failed after it was sent.
     *
     * @return unused tokens that the server refunds; negative when the call used more than its charge
     */
    public double settle(Booking booking, Used said, ServerView view, long now) {
        Used used = booking.cost.believable(said);
        double really = used.isKnown() ? used.tokens() : booking.tokens();
        double wrongPrompt = used.promptTokens() < 0 ? 0 : booking.prompt - used.promptTokens();
        double returned = booking.tokens() - really;
        if (rule.rule() == ChargeRule.KEPT) {
            returned = Math.min(returned, wrongPrompt);
        }
        end(booking, 0, now);
        tokens.end(booking.tokens, returned, wrongPrompt, now);
        images.end(booking.images, 0, 0, now);
        rule.answered(booking.prompt, booking.output, really, wrongPrompt);
        if (used.tokens() == said.tokens()) { // else it teaches nothing
            estimate.learn(booking.cost, used);
        }
        if (booking.doubting && used.isKnown() && !view.isPresent() && !booking.heard) {
            doubt(ServerView.NONE, now);
        }
        hasAnswers |= used.isKnown() || view.isPresent() || booking.heard;
        gate.passed(booking.leftAt);
        double lasted = now - booking.leftAt;
        nanosUnderway += nanosUnderway == 0 ? lasted : LASTED * (lasted - nanosUnderway);
        observe(booking, false, view, now);
        return returned;
    }

    /** The call never left. */
    public void refund(Booking booking, long now) {
        end(booking, 1, now);
        takeBack(booking, now);
        rule.refused(booking.prompt, booking.output);
    }

    /** The server has rejected the call for its rate limit. The call still counts as a request. */
    public void rejected(Booking booking, Rejection rejection, ServerView view, long now) {
        end(booking, 0, now);
        takeBack(booking, now);
        rule.refused(booking.prompt, booking.output);
        observe(booking, true, view, now);
        if (rejection.slowDown()) {
            assumeLimit(now);
            cut.slowDown(now);
        } else if (!view.isPresent()) {
            assumeLimit(now);
            if (!stricter(requests, now) & !stricter(tokens, now)) {
                cut.rejected(now);
            }
            requests.empty(now);
            tokens.empty(now);
        }
        gate.rejected(rejection, booking.leftAt, view.isPresent(), underway, now);
        if (gate.nanosUntilOpen(now) > 0) {
            doubt.left(now + gate.nanosUntilOpen(now));
        }
    }

    private static boolean stricter(QuotaDimension dimension, long now) {
        return dimension.minute() != null && dimension.minute().stricter(now);
    }

    /** Assumes a limit that no header has named: somewhat below what we have sent. */
    private void assumeLimit(long now) {
        if (requests.minute() == null && tokens.minute() == null) {
            double minutes = Math.min(1, Math.max(1 / 60.0, (now - openedAt) / 60e9));
            requests.assume(Math.max(1, Math.round(departures.sum(now) / minutes * 0.8)), now);
            assumed = true;
        }
        raisedAt = now;
    }

    /** An assumed limit grows by a tenth for each second without a rejection. */
    private void probeUpward(long now) {
        if (assumed && now - raisedAt >= SECOND) {
            requests.raise(PROBE, now);
            raisedAt = now;
        }
    }

    private void end(Booking booking, double ofRequests, long now) {
        underway--;
        doubts = underway == 0 ? 0 : Math.max(0, doubts - booking.doubt * booking.doubt);
        requests.end(booking.requests, ofRequests, ofRequests, now);
    }

    /** The server has never charged for the call. */
    private void takeBack(Booking booking, long now) {
        tokens.end(booking.tokens, booking.tokens(), booking.tokens(), now);
        images.end(booking.images, booking.cost.images(), booking.cost.images(), now);
    }

    /** Compares our accounts with the headers that the server wrote when it accepted the call. */
    public void observe(Booking booking, boolean refused, ServerView view, long now) {
        if (booking.heard || !view.isPresent()) {
            return;
        }
        booking.heard = true;
        if (booking.doubting && !refused) {
            doubt(view, now);
        }
        requests.observe(booking.requests, false, view.requests(), now);
        boolean isBelieved = tokens.observe(booking.tokens, refused, view.tokens(), now);
        fitRule(booking, refused, isBelieved ? view.tokens() : null, now);
    }

    private void doubt(ServerView view, long now) {
        requests.doubt(view.requests(), now);
        tokens.doubt(view.tokens(), now);
    }

    private void fitRule(Booking booking, boolean refused, ServerView.Reading reading, long now) {
        LimitTracker meter =
                tokens.day() == null ? tokens.minute() : null; // with two limits, it is unknown which one was meant
        rule.expect(reading != null && meter != null && meter.kind() != RefillModel.Kind.WINDOW);
        if (meter != null && rule.rule() != ChargeRule.KEPT) {
            meter.forgetRaised();
        }
        if (meter != null && rule.hasMoreThanKept(meter.raised())) {
            meter.startOver(now);
        } else if (reading == null || meter == null || meter.kind() != RefillModel.Kind.BUCKET || refused) {
            rule.pause();
        } else if (reading.remaining() + booking.tokens() > 0.97 * reading.limit()) {
            if (rule.seenFull(booking.tokens.serverHadMore(reading) / reading.limit())) {
                meter.startOver(now);
            }
        } else {
            if (rule.observe(booking.mark, reading.remaining() - booking.tokens.notCharged(), meter.perNano())) {
                meter.startOver(now);
            }
        }
    }

    /**
     * A shared bucket has shown that the server refunds unused tokens.
     *
     * @return whether that is news
     */
    public boolean serverGivesBack(long now) {
        boolean news = rule.givesBack();
        if (news && tokens.minute() != null) {
            tokens.minute().startOver(now);
        }
        return news;
    }

    /** What waiting calls are charged when they leave. */
    public double charged(Backlog calls) {
        return estimate.charged(calls);
    }

    /** How long a call is in flight, on average; 0 before the first answer. */
    public double nanosUnderway() {
        return nanosUnderway;
    }

    /** See {@link WaitForecast}. */
    public WaitForecast forecast(boolean onlyKnown, long now) {
        return new WaitForecast(this, onlyKnown, now);
    }

    /** With room for the error of prompt estimates; 0 for a call without tokens. */
    double withDoubt(Cost cost) {
        double asked = tokensOf(cost);
        double own = estimate.promptDoubt(cost);
        return asked > 0 ? asked + DOUBTS * Math.sqrt(doubts + own * own) : 0;
    }

    /** What waiting calls will use up. */
    double used(Backlog calls) {
        return rule.rule() == ChargeRule.KEPT ? charged(calls) : estimate.used(calls);
    }

    /** How long nothing leaves because the server asked for a pause. */
    long nanosUntilOpen(long now) {
        return gate.nanosUntilOpen(now);
    }

    /** Whether any answer has reported its usage, or what is left. */
    boolean hasAnswers() {
        return hasAnswers;
    }

    /** Whether enough answers have reported how many tokens they used. */
    boolean isUseSeen() {
        return estimate.isSeen();
    }

    /**
     * The largest share of a minute that the amounts take, over all dimensions; lanes are compared by it for fairness.
     */
    public double dominantShare(double requestCount, double tokenCount, double imageCount) {
        double share = Math.max(
                requests.shareOf(requestCount), Math.max(tokens.shareOf(tokenCount), images.shareOf(imageCount)));
        return share > 0 ? share : requestCount / 1e6; // without limits all calls are alike
    }

    /** The share that a call will probably take. */
    public double shareOf(Cost cost) {
        return dominantShare(1, estimate.prompt(cost) + estimate.likelyOutput(cost), cost.images());
    }

    /**
     * Whether the server has neither slowed us down, nor asked for a pause, nor shown a limit for more than a minute.
     */
    public boolean isAtRest(long now) {
        return gate.nanosUntilOpen(now) == 0
                && cut.part(now) == 1
                && requests.day() == null
                && tokens.day() == null
                && images.day() == null;
    }

    /** The limits as currently known. */
    public Limits limitsNow() {
        return new Limits(known(requests, limits.requests()), known(tokens, limits.tokens()), limits.images());
    }

    private static Limits.Limit known(QuotaDimension dimension, Limits.Limit configured) {
        return dimension.minute() == null
                ? configured
                : new Limits.Limit(
                        java.util.OptionalLong.of(Math.round(dimension.minute().perMinute())), configured.learning());
    }

    public QuotaDimension requests() {
        return requests;
    }

    public QuotaDimension tokens() {
        return tokens;
    }

    public QuotaDimension images() {
        return images;
    }

    public ChargeRule rule() {
        return rule.rule();
    }

    public double cut(long now) {
        return cut.part(now);
    }
}

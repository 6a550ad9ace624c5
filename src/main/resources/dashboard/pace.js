// How soon a node is asked again, in milliseconds. Pure.

export const PACE = 2000;
/** A node is asked again after this many times what the last answer took, so that a large cluster costs it little. */
const RESPITE = 12;
/** And where an event told of news, after this many. */
const RESPITE_OF_NEWS = 2;
/** But no later than this, as one slow answer is no slow cluster. */
const MOST_RESPITE = 5000;

/** Until it is asked by itself what is asked `every` so often, after an answer that took so long. */
export const untilNext = (every, took) => Math.max(every, Math.min(MOST_RESPITE, RESPITE * took));

/** Until it may be asked for what an event told of; never more than until it is asked by itself. */
export const untilNews = (took) => Math.min(MOST_RESPITE, RESPITE_OF_NEWS * took);

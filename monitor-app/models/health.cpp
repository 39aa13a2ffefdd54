// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/health.h"

#include "models/momenttext.h"
#include "models/quantity.h"

#include <algorithm>

namespace Spawn {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

static constexpr milliseconds Period = 10min;

Mark levelMark(CheckLevel level)
{
    switch (level) {
    case CheckLevel::Pass:
        return {Glyph::Tick, Tone::Ok};
    case CheckLevel::Warning:
        return {Glyph::WarningSign, Tone::Warn};
    case CheckLevel::Critical:
        return {Glyph::CriticalSign, Tone::Fail};
    }
    return {};
}

// Sets the level of a value that should stay at or below its limits.
template <class T, class F>
static void judge(Check &check, T value, T warning, T critical, F &&text)
{
    check.level = value > critical ? CheckLevel::Critical
        : value > warning          ? CheckLevel::Warning
                                   : CheckLevel::Pass;
    check.limit = text(check.level == CheckLevel::Critical ? critical : warning);
}

static Check helperCheck(const SpawnerSnapshot &snapshot)
{
    Check check;
    check.kind = Check::Kind::Helper;
    check.name = QStringLiteral("Helper alive");
    check.rule = QStringLiteral("There is a helper, or none is needed yet.");
    check.subject.kind = Subject::Kind::Restarts;
    switch (snapshot.helper.state) {
    case AsyncSpawner::State::NotRunning:
        check.value = QStringLiteral("Not started");
        break;
    case AsyncSpawner::State::Starting:
        check.value = QStringLiteral("Starting");
        break;
    case AsyncSpawner::State::Running:
        check.value = QStringLiteral("Running");
        break;
    case AsyncSpawner::State::Restarting:
        check.value = QStringLiteral("Restarting");
        check.level = CheckLevel::Warning;
        check.headline = QStringLiteral("the helper has ended and is being replaced");
        break;
    case AsyncSpawner::State::Failed:
        check.value = QStringLiteral("Failed");
        check.level = CheckLevel::Critical;
        check.headline = QStringLiteral("there is no helper, and nothing can be started");
        break;
    }
    return check;
}

static Check replyCheck(const SpawnerSnapshot &snapshot)
{
    Check check;
    check.kind = Check::Kind::Reply;
    check.name = QStringLiteral("Heartbeat reply");
    check.rule = QStringLiteral("The helper replies to a heartbeat within 100 ms.");
    check.subject.kind = Subject::Kind::Restarts;
    const std::chrono::microseconds value = snapshot.helper.roundTrip;
    judge(check, value, std::chrono::microseconds(100ms), std::chrono::microseconds(1s),
          [](auto limit) { return spanText(std::chrono::duration_cast<milliseconds>(limit)); });
    if (value.count() >= 0)
        check.value = durationText(value);
    check.headline = QStringLiteral("the helper took %1 to reply").arg(check.value);
    return check;
}

static Check loopCheck(const SpawnerSnapshot &snapshot)
{
    Check check;
    check.kind = Check::Kind::LoopDelay;
    check.name = QStringLiteral("Event-loop delay");
    check.rule = QStringLiteral("The application takes its signals within 100 ms.");
    judge(check, snapshot.callerDelay, 100ms, 1000ms, spanText);
    if (snapshot.callerDelay.count() >= 0)
        check.value = spanText(snapshot.callerDelay);
    check.headline = QStringLiteral("the application takes its signals %1 late").arg(check.value);
    return check;
}

static Check oldestCheck(const SpawnerSnapshot &snapshot, const CommandTally &tally, qint64 now)
{
    constexpr milliseconds warning = 5s;
    constexpr milliseconds critical = 60s;
    Check check;
    check.kind = Check::Kind::OldestWaiting;
    check.name = QStringLiteral("Oldest waiting");
    check.rule = QStringLiteral("No command waits longer than 5 s.");
    const milliseconds oldest = snapshot.queue.oldest;
    judge(check, oldest, warning, critical, spanText);
    check.value = spanText(oldest);
    check.headline = QStringLiteral("a command has waited %1").arg(check.value);
    check.limit
        = check.level == CheckLevel::Critical ? QStringLiteral("1 m") : QStringLiteral("5 s");
    if (check.level == CheckLevel::Pass)
        return check;
    check.since
        = now - (oldest - (check.level == CheckLevel::Critical ? critical : warning)).count();
    if (const quint64 id = tally.oldestWaiting())
        check.subject = {Subject::Kind::Command, id, {}};
    return check;
}

static Check crashLoopCheck(const SpawnerSnapshot &snapshot, qint64 now)
{
    Check check;
    check.kind = Check::Kind::CrashLoop;
    check.name = QStringLiteral("Helper ended, 10 min");
    check.rule = QStringLiteral("The helper ends at most twice in 10 min, unless it was asked to.");
    check.subject.kind = Subject::Kind::Restarts;
    const auto ends = std::count_if(
        snapshot.restarts.begin(), snapshot.restarts.end(), [now](const RestartSnapshot &restart) {
            return restart.exit.reason != HelperExit::Reason::Destroyed
                && restart.exit.time.toMSecsSinceEpoch() > now - Period.count();
        });
    judge(check, qint64(ends), qint64(2), qint64(7), [](qint64 limit) { return countText(limit); });
    check.value = countText(quint64(ends));
    check.headline = QStringLiteral("the helper ended %1 times in 10 min").arg(check.value);
    return check;
}

static Check descriptorsCheck(const SpawnerSnapshot &snapshot)
{
    Check check;
    check.kind = Check::Kind::Descriptors;
    check.name = QStringLiteral("Open descriptors");
    // 1024 is the usual soft limit.
    check.rule = QStringLiteral("The helper has at most 768 descriptors open.");
    judge(check, snapshot.helper.descriptors, 768, 960, [](int limit) { return countText(limit); });
    if (snapshot.helper.descriptors >= 0)
        check.value = countText(quint64(snapshot.helper.descriptors));
    check.headline = QStringLiteral("the helper has %1 descriptors open").arg(check.value);
    return check;
}

static Check droppedCheck(const SpawnerSnapshot &snapshot)
{
    Check check;
    check.kind = Check::Kind::Dropped;
    check.name = QStringLiteral("Changes dropped");
    check.rule = QStringLiteral("Every change reaches this window.");
    check.level = snapshot.dropped > 0 ? CheckLevel::Warning : CheckLevel::Pass;
    check.limit = QStringLiteral("0");
    check.value = countText(snapshot.dropped);
    check.headline = QStringLiteral("%1 changes did not reach this window").arg(check.value);
    return check;
}

static Check failedCheck(const CommandTally &tally, qint64 now)
{
    Check check;
    check.kind = Check::Kind::Failed;
    check.name = QStringLiteral("Failed, 10 min");
    check.rule = QStringLiteral("At most a tenth of the commands that ended in 10 min failed.");
    check.subject = {Subject::Kind::Commands, 0, QStringLiteral("state:failed")};
    const auto [ended, failed] = tally.endedSince(now - Period.count());
    // Of a handful, one is too many to be a rate.
    constexpr int fewest = 5;
    const int tenth = std::max(ended / 10, fewest - 1);
    judge(check, failed, tenth, std::max(ended / 2, fewest - 1),
          [](int limit) { return countText(limit); });
    check.value = countText(quint64(failed));
    check.headline = QStringLiteral("%1 of %2 commands failed in 10 min")
                         .arg(check.value, countText(quint64(ended)));
    return check;
}

Health healthOf(const SpawnerSnapshot &snapshot, const CommandTally &tally, qint64 now,
                const Health &before)
{
    Health health;
    health.checks = {
        helperCheck(snapshot),         replyCheck(snapshot),
        loopCheck(snapshot),           oldestCheck(snapshot, tally, now),
        crashLoopCheck(snapshot, now), descriptorsCheck(snapshot),
        droppedCheck(snapshot),        failedCheck(tally, now),
    };
    for (Check &check : health.checks) {
        if (check.level == CheckLevel::Pass) {
            check.headline.clear();
            check.subject = {};
            continue;
        }
        if (check.since != 0)
            continue;
        const auto earlier = std::find_if(
            before.checks.begin(), before.checks.end(),
            [&check](const Check &candidate) { return candidate.kind == check.kind; });
        const bool wasOver = earlier != before.checks.end() && earlier->level == check.level;
        check.since = wasOver ? earlier->since : now;
    }
    std::stable_sort(health.checks.begin(), health.checks.end(),
                     [](const Check &a, const Check &b) { return a.level > b.level; });
    return health;
}

CheckLevel Health::level() const
{
    return checks.isEmpty() ? CheckLevel::Pass : checks.first().level;
}

int Health::passed() const
{
    return int(std::count_if(checks.begin(), checks.end(),
                             [](const Check &check) { return check.level == CheckLevel::Pass; }));
}

QString Health::headline() const
{
    switch (level()) {
    case CheckLevel::Pass:
        return QStringLiteral("Healthy");
    case CheckLevel::Warning:
        return QStringLiteral("Attention: ") + checks.first().headline;
    case CheckLevel::Critical:
        return QStringLiteral("Critical: ") + checks.first().headline;
    }
    return {};
}

QString Health::explanation() const
{
    const int all = int(checks.size());
    const int over = all - passed();
    if (over == 0)
        return QStringLiteral("%1 of %2 checks pass.").arg(all).arg(all);
    const Check &worst = checks.first();
    QString text = over == 1
        ? QStringLiteral("1 of %1 checks is over its limit.").arg(all)
        : QStringLiteral("%1 of %2 checks are over their limit.").arg(over).arg(all);
    if (worst.limit.isEmpty())
        return text + QStringLiteral(" Since %1.").arg(clockText(worst.since));
    return text
        + QStringLiteral(" Limit %1, passed at %2.").arg(worst.limit, clockText(worst.since));
}

} // namespace Spawn

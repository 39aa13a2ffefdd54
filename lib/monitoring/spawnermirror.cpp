// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/spawnermirror.h"

#include "monitoring/numberedlist.h"
#include "spawner/helperexittext.h"
#include "spawner/processstat.h"
#include "spawner/resultfromoutcome.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDateTime>
#include <QtCore/QDir>
#include <QtCore/QFile>

#include <algorithm>
#include <pwd.h>
#include <unistd.h>

namespace Spawn {

using namespace Qt::StringLiterals;
using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::milliseconds;

static constexpr int KeptRestarts = 100;
static constexpr int KeptLogLines = 2000;
static constexpr int KeptJobEnds = 1000;
static constexpr qsizetype KeptJobBytes = 8 << 20; // of their payloads and results
static constexpr size_t LatencyCount = 1000;
static constexpr int SampledAtOnce = 200; // of commands that run; the others have their turn later

bool SnapshotChanges::isEmpty() const
{
    return !all && !helper && !queue && commands.isEmpty() && removed.isEmpty()
        && restarts.isEmpty() && log.isEmpty() && !pools && workerEnds.isEmpty() && !jobRunners
        && jobEnds.isEmpty() && !clusters && clusterEnds.isEmpty();
}

static QString userName()
{
    char buffer[4096];
    passwd entry{};
    passwd *found = nullptr;
    if (getpwuid_r(geteuid(), &entry, buffer, sizeof buffer, &found) == 0 && found != nullptr)
        return QString::fromLocal8Bit(entry.pw_name);
    return QString::number(geteuid());
}

SpawnerMirror::SpawnerMirror() : m_jobEnds(KeptJobEnds, KeptJobBytes), m_now(Clock::now())
{
    m_snapshot.application = QCoreApplication::applicationName();
    m_snapshot.processId = getpid();
    m_snapshot.user = userName();
    m_snapshot.libraryVersion = QStringLiteral(ASYNCSPAWNER_BUILD_ID);
    if (const std::optional<ProcessStat> stat = processStat(getpid()))
        m_snapshot.applicationStarted = duration_cast<milliseconds>(stat->startTime()).count();
    m_snapshot.time = QDateTime::currentMSecsSinceEpoch();
}

// Two clocks: what is measured is measured by the one that nobody sets; people read the other.
qint64 SpawnerMirror::moment(TimePoint time) const
{
    return QDateTime::currentMSecsSinceEpoch()
        - duration_cast<milliseconds>(Clock::now() - time).count();
}

void SpawnerMirror::apply(FeedRecord &&record, TimePoint now)
{
    m_now = now;
    std::visit([this](auto &kind) { apply(kind); }, record);
}

// ---- Commands ----------------------------------------------------------------------------------

static QStringList textOf(const QList<QByteArray> &arguments)
{
    QStringList texts;
    texts.reserve(arguments.size());
    for (const QByteArray &argument : arguments)
        texts.append(QString::fromUtf8(argument));
    return texts;
}

void SpawnerMirror::apply(Feed::Submitted &record)
{
    CommandSnapshot &command = m_snapshot.commands[record.id];
    command = {};
    command.id = record.id;
    command.secret = record.spec->secret;
    if (!command.secret)
        command.arguments = textOf(record.spec->arguments);
    command.detached = record.spec->detached;
    command.worker = record.spec->longLived;
    command.label = record.spec->label;
    command.workingDirectory = QFile::decodeName(record.spec->workingDirectory);
    command.priority = record.spec->priority;
    command.submitted = moment(record.time);
    m_live.insert_or_assign(record.id, Live{record.spec, record.time, {}, {}});
    m_waiting.insert(record.id);
    m_changes.commands.insert(record.id);
    m_changes.queue = true;
}

void SpawnerMirror::setState(CommandSnapshot &command, CommandReply::State state)
{
    const auto isInFlight = [](CommandReply::State s) {
        return s == CommandReply::State::Starting || s == CommandReply::State::Running;
    };
    if (state == CommandReply::State::Queued)
        m_waiting.insert(command.id);
    else
        m_waiting.erase(command.id);
    if (!command.detached && !command.worker)
        m_snapshot.queue.running += int(isInFlight(state)) - int(isInFlight(command.state));
    if (state == CommandReply::State::Running)
        m_running.insert(command.id);
    else
        m_running.erase(command.id);
    command.state = state;
    m_changes.commands.insert(command.id);
    m_changes.queue = true;
}

void SpawnerMirror::apply(Feed::Moved &record)
{
    const auto found = m_snapshot.commands.find(record.id);
    const auto live = m_live.find(record.id);
    if (found == m_snapshot.commands.end() || live == m_live.end())
        return;
    switch (record.to) {
    case Feed::Moved::To::Waiting:
        found->processId = 0;
        setState(*found, CommandReply::State::Queued);
        break;
    case Feed::Moved::To::Starting:
        live->second.sent = record.time;
        setState(*found, CommandReply::State::Starting);
        break;
    case Feed::Moved::To::Running:
        found->processId = record.pid;
        found->started = moment(record.time);
        found->queued = duration_cast<microseconds>(record.time - live->second.submitted);
        ++m_snapshot.startedCount;
        setState(*found, CommandReply::State::Running);
        break;
    }
}

void SpawnerMirror::apply(Feed::Raised &record)
{
    const auto found = m_snapshot.commands.find(record.id);
    if (found == m_snapshot.commands.end())
        return;
    found->priority = record.priority;
    m_changes.commands.insert(record.id);
}

void SpawnerMirror::apply(Feed::Finished &record)
{
    const auto found = m_snapshot.commands.find(record.id);
    const auto live = m_live.find(record.id);
    if (found == m_snapshot.commands.end() || live == m_live.end())
        return;
    CommandSnapshot &command = *found;
    CommandResult result = resultFromOutcome(std::move(*record.outcome), *live->second.spec);
    if (command.secret)
        result.culprit.clear();
    setState(command, CommandReply::State::Finished);
    command.finished = moment(record.time);
    command.processId = result.processId;
    command.queued = result.queued;
    command.elapsed = result.elapsed;
    if (command.processId != 0) {
        const TimePoint cloned = live->second.submitted + result.queued;
        command.started = moment(cloned);
        if (cloned > live->second.sent && live->second.sent != TimePoint())
            addLatency(duration_cast<microseconds>(cloned - live->second.sent));
    }
    command.processorShare = -1;
    command.residentMemory = -1;
    command.error = result.error;
    command.stage = result.stage;
    command.exitCode = result.exitCode;
    command.signalNumber = result.signalNumber;
    command.coreDumped = result.coreDumped;
    command.systemError = result.systemError;
    command.attempts = result.attempts;
    command.usage = result.usage;
    command.standardOutputTruncated = result.standardOutputTruncated;
    command.standardErrorTruncated = result.standardErrorTruncated;
    command.outputHeldOpen = result.outputHeldOpen;
    command.text = result.errorString();
    command.outputTail = result.standardOutput;
    command.errorTail = result.standardError;
    ++m_snapshot.outcomes[static_cast<size_t>(result.error)];
    if (result.error == CommandResult::Error::FailedToStart)
        log(QtInfoMsg, u"spawn.spawner"_s, command.text, command.id);
    m_live.erase(live);
    m_finished.push_back(record.id);
    forgetOldest();
}

void SpawnerMirror::forgetOldest()
{
    while (m_finished.size() > static_cast<size_t>(m_historyLength)) {
        const quint64 id = m_finished.front();
        m_finished.pop_front();
        m_snapshot.commands.remove(id);
        m_changes.commands.remove(id);
        m_changes.removed.append(id);
    }
}

void SpawnerMirror::addLatency(microseconds latency)
{
    if (m_latencies.size() < LatencyCount)
        m_latencies.push_back(latency);
    else
        m_latencies[m_nextLatency++ % LatencyCount] = latency;
}

// Its engine begins anew: what waits and runs is told again, and the rest has ended unseen.
void SpawnerMirror::apply(Feed::Lost &)
{
    for (const auto &entry : m_live)
        m_snapshot.commands.remove(entry.first);
    m_live.clear();
    m_waiting.clear();
    m_running.clear();
    m_snapshot.queue.running = 0;
    ++m_snapshot.dropped;
    m_changes = {};
    m_changes.all = true;
}

// ---- The helper --------------------------------------------------------------------------------

void SpawnerMirror::apply(Feed::Limits &record)
{
    m_snapshot.queue.runningLimit = record.running;
    m_snapshot.queue.lengthLimit = record.waiting;
    m_changes.queue = true;
}

void SpawnerMirror::apply(Feed::HelperState &record)
{
    HelperSnapshot &helper = m_snapshot.helper;
    helper.state = static_cast<AsyncSpawner::State>(record.state);
    if (helper.processId != record.pid) {
        const microseconds median = helper.startLatencyMedian;
        const microseconds p99 = helper.startLatencyP99;
        helper = {};
        helper.state = static_cast<AsyncSpawner::State>(record.state);
        helper.processId = record.pid;
        helper.startLatencyMedian = median;
        helper.startLatencyP99 = p99;
        helper.started = record.pid != 0 ? moment(record.time) : 0;
        helper.version = record.pid != 0 ? m_snapshot.libraryVersion : QString();
        m_helperTimes = {};
    }
    if (record.state == Event::HelperState::Running)
        m_snapshot.failure = {};
    m_changes.helper = true;
}

void SpawnerMirror::apply(Feed::HelperAnswered &record)
{
    m_snapshot.helper.roundTrip = record.roundTrip;
    m_changes.helper = true;
}

void SpawnerMirror::apply(Event::HelperEnded &record)
{
    RestartSnapshot restart{++m_restartNumber, helperExitFromEvent(record), record.lastWords};
    log(restart.exit.reason == HelperExit::Reason::Destroyed ? QtInfoMsg : QtWarningMsg,
        u"spawn.helper"_s, restart.exit.text);
    appendBounded(m_snapshot.restarts, restart, KeptRestarts);
    m_changes.restarts.append(std::move(restart));
}

void SpawnerMirror::apply(Event::HelperFailed &record)
{
    m_snapshot.failure
        = {static_cast<SpawnerError::Kind>(record.problem), record.error, record.text};
    log(QtCriticalMsg, u"spawn.helper"_s, record.text);
    m_changes.helper = true;
}

void SpawnerMirror::apply(Event::HelperLog &record)
{
    log(QtWarningMsg, u"spawn.helper"_s, QString::fromLocal8Bit(record.line));
}

void SpawnerMirror::apply(Event::EndedAfterAll &record)
{
    log(QtWarningMsg, u"spawn.spawner"_s,
        u"a command that could not be killed has ended (process %1)"_s.arg(record.pid), record.id);
}

void SpawnerMirror::log(QtMsgType level, const QString &category, const QString &message,
                        quint64 command)
{
    const LogSnapshot line{++m_logNumber, moment(m_now), level, category, message, command};
    appendBounded(m_snapshot.log, line, KeptLogLines);
    m_changes.log.append(line);
}

// ---- Figures -----------------------------------------------------------------------------------

void SpawnerMirror::setCallerDelay(milliseconds delay)
{
    if (m_snapshot.callerDelay == delay)
        return;
    m_snapshot.callerDelay = delay;
    m_changes.queue = true;
}

void SpawnerMirror::refreshAges(TimePoint now)
{
    m_snapshot.time = QDateTime::currentMSecsSinceEpoch();
    m_snapshot.queue.waiting = static_cast<int>(m_waiting.size());
    milliseconds oldest{0};
    if (!m_waiting.empty()) {
        const auto live = m_live.find(*m_waiting.begin());
        if (live != m_live.end())
            oldest = duration_cast<milliseconds>(now - live->second.submitted);
        m_changes.queue = true;
    }
    m_snapshot.queue.oldest = oldest;
}

static int openDescriptors(qint64 processId)
{
    const QDir directory(u"/proc/%1/fd"_s.arg(processId));
    const auto all = QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot;
    return directory.isReadable() ? static_cast<int>(directory.entryList(all).size()) : -1;
}

static double share(const std::optional<ProcessStat> &figures, microseconds &used, TimePoint &at,
                    TimePoint now)
{
    double result = -1;
    if (at != TimePoint() && now > at)
        result = double((figures->processorTime - used).count())
            / double(duration_cast<microseconds>(now - at).count());
    used = figures->processorTime;
    at = now;
    return result;
}

void SpawnerMirror::sample(TimePoint now)
{
    HelperSnapshot &helper = m_snapshot.helper;
    if (helper.processId != 0) {
        if (const auto figures = processStat(helper.processId)) {
            helper.residentMemory = figures->residentMemory;
            helper.processorShare = share(figures, m_helperTimes.used, m_helperTimes.at, now);
        }
        helper.descriptors = openDescriptors(helper.processId);
        if (!m_latencies.empty()) {
            std::vector<microseconds> sorted = m_latencies;
            std::sort(sorted.begin(), sorted.end());
            helper.startLatencyMedian = sorted[sorted.size() / 2];
            helper.startLatencyP99 = sorted[sorted.size() * 99 / 100];
        }
        m_changes.helper = true;
    }
    // In turn, beginning after the last one of the last time.
    auto next = m_running.upper_bound(m_lastSampled);
    const size_t count = std::min<size_t>(m_running.size(), SampledAtOnce);
    for (size_t i = 0; i < count; ++i) {
        if (next == m_running.end())
            next = m_running.begin();
        const quint64 id = m_lastSampled = *next++;
        CommandSnapshot &command = m_snapshot.commands[id];
        const auto figures = processStat(command.processId);
        if (!figures)
            continue;
        ProcessTimes &times = m_live[id].times;
        command.residentMemory = figures->residentMemory;
        command.processorShare = share(figures, times.used, times.at, now);
        m_changes.commands.insert(id);
    }
}

} // namespace Spawn

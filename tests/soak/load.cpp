// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "load.h"

#include "common/testchild.h"

#include <QtCore/QTimer>

#include <chrono>
#include <csignal>

using namespace Qt::StringLiterals;
using namespace Spawn;
using namespace std::chrono_literals;

using Error = CommandResult::Error;

static constexpr int ProblemsShown = 20;

Load::Load(AsyncSpawner &spawner, RunLog &log, quint32 seed, int inFlight)
    : m_spawner(spawner), m_log(log), m_random(seed), m_inFlight(inFlight)
{
    m_spawner.setMaxRunningCount(inFlight);
}

void Load::start()
{
    // Some wait for a place: what waits is sent again, too.
    while (m_active < m_inFlight * 2)
        startOne();
}

QStringList Load::argvOf(const Run &run, qint64 number) const
{
    const QStringList logged{testChildProgram(), u"append-line"_s, m_log.fileName(),
                             QString::number(number)};
    switch (run.kind) {
    case Kind::Exits:
        return logged + QStringList{u"exit"_s, QString::number(run.code)};
    case Kind::Writes:
        return logged + QStringList{u"writestd"_s, QString::fromLatin1(run.bytes), {}};
    case Kind::Reads:
        return {u"cat"_s};
    case Kind::IsMissing:
        return {u"/no/such/program"_s};
    case Kind::IsCancelled:
    case Kind::TimesOut:
    case Kind::IsKilled:
        break;
    }
    return logged + QStringList{u"sleep"_s, u"20000"_s};
}

void Load::startOne()
{
    const qint64 number = ++m_last;
    Run &run = m_runs[number];
    const int choice = m_random.bounded(100); // most are ordinary
    run.kind = choice < 70 ? Kind::Exits : static_cast<Kind>(1 + choice % (KindCount - 1));
    run.code = m_random.bounded(4);
    run.bytes = QByteArray::number(number).repeated(1 + m_random.bounded(2000));
    if (run.kind == Kind::Reads)
        run.bytes = run.bytes.repeated(10); // more than a pipe holds, now and then
    run.mayHaveRun = run.kind != Kind::IsMissing && run.kind != Kind::Reads;
    run.hasRun = run.mayHaveRun && run.kind != Kind::IsCancelled;

    Command command(argvOf(run, number));
    if (run.kind == Kind::Reads)
        command.setStandardInput(run.bytes);
    if (run.kind == Kind::TimesOut)
        command.setTimeout(60ms);
    command.setKillDelay(m_random.bounded(2) == 0 ? 0ms : 500ms);
    command.setPriority(m_random.bounded(3));
    ++m_active;
    watch(m_spawner.aspawn(command), number);
}

void Load::watch(CommandReply *reply, qint64 number)
{
    QObject::connect(reply, &CommandReply::finished, &m_context,
                     [this, number](const CommandResult &result) { ended(number, result); });
    const Kind kind = m_runs[number].kind;
    if (kind == Kind::IsCancelled) {
        QTimer::singleShot(m_random.bounded(60), reply, [reply] { reply->cancel(); });
    } else if (kind == Kind::IsKilled) {
        QObject::connect(reply, &CommandReply::started, reply,
                         [reply] { reply->sendSignal(SIGKILL); });
    }
}

QString Load::problemOf(const Run &run, const CommandResult &result)
{
    const auto is = [&result](Error error) {
        return result.error == error;
    };
    bool right = false;
    switch (run.kind) {
    case Kind::Exits:
        right = result.exitCode == run.code && result.signalNumber == 0
            && is(run.code == 0 ? Error::NoError : Error::NonZeroExit);
        break;
    case Kind::Writes:
    case Kind::Reads:
        right = is(Error::NoError) && result.standardOutput == run.bytes;
        break;
    case Kind::IsMissing:
        right = is(Error::FailedToStart) && result.stage == CommandResult::Stage::Exec
            && result.systemError == ENOENT;
        break;
    case Kind::IsCancelled:
        right = is(Error::Cancelled);
        break;
    case Kind::TimesOut:
        right = is(Error::TimedOut);
        break;
    case Kind::IsKilled:
        right = is(Error::Crashed) && result.signalNumber == SIGKILL;
        break;
    }
    if (right)
        return {};
    return u"kind %1 (exit code %2) ended: %3, exit code %4, signal %5, stage %6, errno %7"_s
        .arg(int(run.kind))
        .arg(run.code)
        .arg(result.errorString())
        .arg(result.exitCode)
        .arg(result.signalNumber)
        .arg(int(result.stage))
        .arg(result.systemError);
}

void Load::ended(qint64 number, const CommandResult &result)
{
    Run &run = m_runs[number];
    ++run.ends;
    ++m_ended;
    --m_active;
    m_mostAttempts = std::max(m_mostAttempts, result.attempts);
    // A signal that ends it may come before it has left its line.
    if (run.kind == Kind::IsKilled || run.kind == Kind::TimesOut)
        run.hasRun = false;
    if (run.kind == Kind::IsCancelled && result.processId == 0)
        run.mayHaveRun = false; // that is what it says
    if (const QString problem = problemOf(run, result); !problem.isEmpty())
        m_problems.append(u"command %1: %2"_s.arg(number).arg(problem));
    run.bytes.clear();
    if (!m_isStopping)
        startOne();
}

QStringList Load::problems()
{
    const QHash<qint64, int> counts = m_log.counts();
    for (auto it = m_runs.cbegin(); it != m_runs.cend(); ++it) {
        const int count = counts.value(it.key());
        if (it->ends != 1)
            m_problems.append(u"command %1 ended %2 times"_s.arg(it.key()).arg(it->ends));
        if (count > (it->mayHaveRun ? 1 : 0) || count < (it->hasRun ? 1 : 0))
            m_problems.append(u"command %1 of kind %2 ran %3 times"_s.arg(it.key())
                                  .arg(int(it->kind))
                                  .arg(count));
    }
    return m_problems.mid(0, ProblemsShown);
}

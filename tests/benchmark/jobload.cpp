// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobload.h"

#include "gate.h"

#include <QtCore/QElapsedTimer>

#include <cmath>
#include <functional>

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark {

namespace {

class JobRounds final
{
public:
    JobRounds(AsyncSpawner *spawner, const JobKind &kind, const JobLoad &load)
        : m_kind(kind), m_load(load), m_runner(spawner, optionsOf(kind, load))
    {
        m_runner.setMaxWorkerCount(load.workers);
    }

    JobFigures measure();

private:
    static JobOptions optionsOf(const JobKind &kind, const JobLoad &load)
    {
        JobOptions options;
        options.maxUseCount = load.useCount;
        options.scriptEngine = kind.engine;
        return options;
    }
    // Runs jobs while wantsMore() does, and waits for the last one. Each that ends makes the next.
    void run(int inFlight, const std::function<bool()> &wantsMore);
    void submit();

    const JobKind m_kind;
    const JobLoad m_load;
    JobFigures m_figures{NAN, {}};
    JobRunner m_runner;
    std::function<bool()> m_wantsMore;
    Gate *m_gate = nullptr;
    qint64 m_submitted = 0;
    qint64 m_ended = 0;
};

void JobRounds::submit()
{
    ++m_submitted;
    const QJsonValue payload = jobPayload(m_submitted);
    m_runner.run(m_kind.script, payload, &m_runner, [this, payload](const JobResult &result) {
        ++m_ended;
        if (!result.isSuccess() || result.value != payload["value"_L1])
            m_figures.failure = u"a job of %1: %2"_s.arg(m_kind.title, result.errorString());
        if (m_figures.failure.isEmpty() && m_wantsMore())
            submit();
        else if (m_ended == m_submitted)
            m_gate->open();
    });
}

void JobRounds::run(int inFlight, const std::function<bool()> &wantsMore)
{
    Gate gate;
    m_gate = &gate;
    m_wantsMore = wantsMore;
    m_submitted = m_ended = 0;
    for (int i = 0; i < inFlight; ++i)
        submit();
    gate.wait("jobs");
}

JobFigures JobRounds::measure()
{
    if (m_load.useCount > 1)
        run(m_load.workers, [] { return false; });
    QElapsedTimer time;
    time.start();
    if (m_load.atOnce > 0)
        run(m_load.atOnce, [] { return false; });
    else
        run(m_load.inFlight, [&] { return double(time.nsecsElapsed()) < m_load.seconds * 1e9; });
    if (m_figures.failure.isEmpty())
        m_figures.perSecond = double(m_ended) / (double(time.nsecsElapsed()) / 1e9);
    // The next load has the machine for itself.
    Gate closed;
    QObject::connect(&m_runner, &JobRunner::closed, &m_runner, [&] { closed.open(); });
    m_runner.close();
    closed.wait("the end of a job runner");
    return m_figures;
}

} // namespace

JobFigures runJobs(AsyncSpawner *spawner, const JobKind &kind, const JobLoad &load)
{
    return JobRounds(spawner, kind, load).measure();
}

} // namespace Spawn::Benchmark

// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipe/pipecommand.h"

#include "complaint.h"
#include "exitstatus.h"
#include "models/quantity.h"
#include "pipe/inputstream.h"
#include "pipe/pipeoptions.h"
#include "progressline.h"
#include "terminal.h"

#include <spawner/signalsource.h>
#include <workers/workerpooldevice.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>

#include <csignal>
#include <cstdio>
#include <unistd.h>

namespace Spawn {

using namespace std::chrono_literals;

static constexpr int MaximumDropsShown = 10;
static constexpr int LongestLineShown = 80;
static constexpr qint64 ProgressInterval = 100; // ms

namespace {

// One pipe from its start to its end.
class Piping final
{
public:
    explicit Piping(const PipeOptions &options);
    int exec();

private:
    void connectPool();
    void showProgress(qint64 bytesIn, qint64 messagesOut);
    void showDropped(const QString &line);
    void end(int status);
    int conclude();

    const PipeOptions m_options;
    AsyncSpawner m_spawner;
    WorkerPool m_pool;
    InputStream m_in;
    QFile m_out;
    ProgressLine m_progress;
    QElapsedTimer m_time;
    qint64 m_shownAt = -ProgressInterval;
    PoolPipe *m_pipe = nullptr;
    QString m_error;
    quint64 m_dropped = 0;
    int m_status = -1; // not ended
};

Piping::Piping(const PipeOptions &options)
    : m_options(options), m_pool(&m_spawner), m_in(STDIN_FILENO), m_progress(STDERR_FILENO)
{
    m_pool.setRespawnInterval(0ms); // the back-off after early ends is enough
    m_pool.setGiveUpAfter(5); // somebody waits
    m_pool.setRedeliveryLimit(options.redeliveryLimit);
    connectPool();
}

void Piping::connectPool()
{
    QObject::connect(&m_pool, &WorkerPool::messageDropped, &m_pool,
                     [this](const QString &, const QJsonValue &line) {
                         showDropped(line.toString());
                     });
    QObject::connect(&m_pool, &WorkerPool::workerErrorOccurred, &m_pool,
                     [this](Worker *worker, Worker::Error error) {
                         if (error == Worker::Error::FailedToStart) {
                             m_error = worker->errorString();
                             end(NoHelper);
                         }
                     });
    QObject::connect(&m_pool, &WorkerPool::workerGaveUp, &m_pool, [this](const QString &program) {
        m_error = QStringLiteral("%1 ended %2 times before it said anything")
                      .arg(program, QString::number(m_pool.giveUpAfter()));
        end(NoHelper);
    });
    QObject::connect(&m_spawner, &AsyncSpawner::error, &m_pool,
                     [this](const SpawnerError &error) {
                         m_error = error.text;
                         end(NoHelper);
                     });
}

int Piping::exec()
{
    // Unbuffered: what the pipe has written is out.
    if (!m_out.open(STDOUT_FILENO, QIODevice::WriteOnly | QIODevice::Unbuffered)) {
        complain(QStringLiteral("cannot write the standard output: ") + m_out.errorString());
        return SomeFailed;
    }
    SignalSource signalSource({SIGINT, SIGTERM});
    QObject::connect(&signalSource, &SignalSource::received, &m_pool,
                     [this](int signalNumber) { end(InterruptedBase + signalNumber); });
    m_time.start();
    m_pool.addWorkers(Command(m_options.worker), m_options.workerCount);
    m_pipe = WorkerPoolDevice::pipe(&m_in, &m_pool, &m_out);
    m_pipe->setOrdered(m_options.ordered);
    QObject::connect(m_pipe, &PoolPipe::progress, &m_pool,
                     [this](qint64 in, qint64 out) { showProgress(in, out); });
    QObject::connect(m_pipe, &PoolPipe::finished, &m_pool, [this] {
        m_error = m_pipe->errorString();
        if (m_in.error() != 0)
            m_error = QStringLiteral("cannot read the standard input: ")
                      + qt_error_string(m_in.error());
        end(m_error.isEmpty() && m_dropped == 0 ? AllSucceeded : SomeFailed);
    });
    QCoreApplication::exec();
    return conclude();
}

void Piping::showProgress(qint64 bytesIn, qint64 messagesOut)
{
    const qint64 now = m_time.elapsed();
    if (!m_progress.isTerminal() || now - m_shownAt < ProgressInterval)
        return;
    m_shownAt = now;
    m_progress.show(QStringLiteral("%1 read, %2 answered, %3 a second")
                        .arg(byteCountText(bytesIn), countText(quint64(messagesOut)),
                             countText(quint64(messagesOut * 1000 / qMax(now, qint64(1))))));
}

void Piping::showDropped(const QString &line)
{
    if (m_status != -1) // given up as a whole
        return;
    m_progress.clear();
    if (++m_dropped <= MaximumDropsShown)
        complain(QStringLiteral("not answered: ")
                 + (line.size() > LongestLineShown ? line.left(LongestLineShown) + u'…' : line));
}

void Piping::end(int status)
{
    if (m_status != -1)
        return;
    m_status = status;
    m_pool.stop();
    QObject::connect(&m_pool, &WorkerPool::stopped, qApp, &QCoreApplication::quit);
}

int Piping::conclude()
{
    m_progress.clear();
    if (m_dropped > MaximumDropsShown)
        complain(QStringLiteral("… and %1 lines more").arg(m_dropped - MaximumDropsShown));
    if (!m_error.isEmpty())
        complain(m_error);
    return m_status;
}

} // namespace

int pipeCommand(const QStringList &arguments)
{
    const PipeArguments parsed = parsePipeArguments(arguments);
    if (!parsed.help.isEmpty())
        return writeFully(STDOUT_FILENO, parsed.help.toUtf8()) == 0 ? AllSucceeded : SomeFailed;
    if (!parsed.error.isEmpty()) {
        complain(parsed.error);
        complain(QStringLiteral("see spawn-monitor pipe --help"));
        return BadUsage;
    }
    Piping piping(parsed.options);
    return piping.exec();
}

} // namespace Spawn

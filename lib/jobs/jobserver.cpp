// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobserver.h"

#include "jobs/jobcontext_p.h"
#include "jobs/jobhostfunctions.h"
#include "spawner/loggingcategories.h"
#include "workers/nodechannel.h"
#include "workers/parentchannel.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QTimer>

#include <exception>
#include <utility>

namespace Spawn {

using namespace Qt::StringLiterals;

static constexpr int MostAhead = 8;
static constexpr std::chrono::milliseconds FullChannelDelay{1}; // the runner reads slowly

JobServer::JobServer(ParentChannel *channel) : m_channel(channel)
{
    connect(channel, &ParentChannel::messageReceived, this, &JobServer::take);
    connect(channel, &ParentChannel::disconnected, this, [this] {
        m_ending = true;
        runNext();
    });
    send({JobAnswer::Kind::Ready, static_cast<quint64>(QCoreApplication::applicationPid()),
          QJsonValue::Undefined, MostAhead});
    channel->flush(); // before the first job, which may be there already and end the process
}

void JobServer::send(const JobAnswer &answer)
{
    if (!m_channel->isConnected())
        return;
    QByteArray line = toLine(answer);
    if (line.size() > NodeChannel::LongestLine)
        line = toLine(
            {JobAnswer::Kind::Failed, answer.run, u"the value is longer than 64 MiB"_s, 0});
    m_channel->m_channel->sendLine(std::move(line));
}

void JobServer::take(const QJsonValue &message)
{
    if (const quint64 forgotten = toForgottenRun(message); forgotten != 0) {
        forget(forgotten);
    } else if (const std::optional<JobRequest> request = toJobRequest(message)) {
        m_waiting.push_back(*request);
        runNext();
    } else {
        qCWarning(jobsLog, "The runner has said what is no job");
    }
}

void JobServer::forget(quint64 run)
{
    const auto isIt = [run](const JobRequest &request) {
        return request.run == run;
    };
    if (std::erase_if(m_waiting, isIt) > 0)
        send({JobAnswer::Kind::Forgotten, run, QJsonValue::Undefined, 0});
}

void JobServer::runNext()
{
    while (!m_running && !m_inFunction && !m_waiting.empty()) {
        // Before the next job begins the answer to the one before it is out: the runner takes a job
        // behind one that is not answered for one that has not begun.
        m_channel->flush();
        if (m_channel->m_channel->bytesToWrite() > 0) {
            QTimer::singleShot(FullChannelDelay, this, &JobServer::runNext);
            return;
        }
        const JobRequest request = std::move(m_waiting.front());
        m_waiting.pop_front();
        run(request);
    }
    if (m_ending && !m_running && !m_inFunction)
        QCoreApplication::quit();
}

void JobServer::run(const JobRequest &request)
{
    auto d = std::make_unique<JobContextPrivate>();
    d->request = request;
    d->server = this;
    auto *const context = new JobContext(std::move(d));
    m_running = context;
    const JobHost::Function *const function = jobFunction(request.script);
    if (function == nullptr) {
        context->fail(QJsonObject{{"message"_L1, u"no function \"%1\" here"_s.arg(request.script)},
                                  {"code"_L1, u"MODULE_NOT_FOUND"_s}});
        return;
    }
    const QPointer<JobContext> guard(context);
    m_inFunction = true;
    try {
        (*function)(request.payload, *context);
    } catch (const std::exception &exception) {
        if (guard && !guard->isFinished())
            guard->fail(QString::fromLocal8Bit(exception.what()));
    }
    m_inFunction = false;
}

void JobServer::answered()
{
    m_running->deleteLater();
    m_running = nullptr;
    // From the loop: whoever answers may have something left to do.
    if (!m_inFunction && (m_ending || !m_waiting.empty()))
        QMetaObject::invokeMethod(this, &JobServer::runNext, Qt::QueuedConnection);
}

} // namespace Spawn

// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobserver.h"

#include "jobs/jobcontext_p.h"
#include "jobs/jobhostfunctions.h"
#include "spawner/loggingcategories.h"
#include "workers/nodechannel.h"
#include "workers/parentchannel.h"

#include <QtCore/QCoreApplication>

#include <exception>
#include <utility>

namespace Spawn {

using namespace Qt::StringLiterals;

JobServer::JobServer(ParentChannel *channel) : m_channel(channel)
{
    connect(channel, &ParentChannel::messageReceived, this, &JobServer::take);
    connect(channel, &ParentChannel::disconnected, this, [this] {
        m_ending = true;
        quitWhenIdle();
    });
    send({JobAnswer::Kind::Ready, static_cast<quint64>(QCoreApplication::applicationPid()),
          QJsonValue::Undefined});
    channel->flush(); // before the first job, which may be there already and end the process
}

void JobServer::send(const JobAnswer &answer)
{
    if (!m_channel->isConnected())
        return;
    QByteArray line = toLine(answer);
    if (line.size() > NodeChannel::LongestLine)
        line = toLine({JobAnswer::Kind::Failed, answer.run, u"the value is longer than 64 MiB"_s});
    m_channel->m_channel->sendLine(std::move(line));
}

void JobServer::take(const QJsonValue &message)
{
    const std::optional<JobRequest> request = toJobRequest(message);
    if (!request)
        qCWarning(jobsLog, "The runner has said what is no job");
    else if (m_running)
        send({JobAnswer::Kind::Failed, request->run, u"the worker is busy"_s});
    else
        run(*request);
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
    try {
        (*function)(request.payload, *context);
    } catch (const std::exception &exception) {
        if (guard && !guard->isFinished())
            guard->fail(QString::fromLocal8Bit(exception.what()));
    }
}

void JobServer::answered()
{
    m_running->deleteLater();
    m_running = nullptr;
    quitWhenIdle();
}

void JobServer::quitWhenIdle()
{
    if (m_ending && !m_running)
        QCoreApplication::quit();
}

} // namespace Spawn

// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/asyncspawner_p.h"

#include "engine/iothread.h"
#include "spawner/commandreply_p.h"
#include "spawner/helperexittext.h"
#include "spawner/loggingcategories.h"
#include "spawner/resultfromoutcome.h"
#include "spawner/validation.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtCore/QJsonArray>
#include <QtCore/QPointer>

#include <atomic>
#include <chrono>

namespace Spawn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

static constexpr auto DeliverySlice = 1ms; // then the loop has its turn
static constexpr int HistoryLength = 100;

static quint64 nextSpawnerId()
{
    static std::atomic<quint64> last{0};
    return ++last;
}

AsyncSpawnerPrivate::AsyncSpawnerPrivate(AsyncSpawner *spawner)
    : QObject(spawner), q(spawner), m_id(nextSpawnerId())
{
}

AsyncSpawnerPrivate::~AsyncSpawnerPrivate()
{
    if (m_events)
        m_events->close();
    post(Request::Close{});
    CommandResult result;
    result.error = CommandResult::Error::Destroyed;
    QList<QPointer<CommandReply>> pending; // whoever continues a future may delete some of them
    pending.reserve(replies.size());
    for (CommandReply *const reply : std::as_const(replies)) {
        reply->d->spawner = nullptr;
        pending.append(reply);
    }
    for (const QPointer<CommandReply> &reply : std::as_const(pending)) {
        if (reply)
            reply->d->finish(result);
    }
}

// ---- To the engine -----------------------------------------------------------------------------

void AsyncSpawnerPrivate::open()
{
    m_requests = IoThread::mailbox();
    m_events = std::make_shared<EventMailbox>(
        [this] { QCoreApplication::postEvent(this, new QEvent(QEvent::User)); });
    m_requests->post({m_id, Request::Open{m_events}});
    m_requests->post({m_id, Request::Configure{std::make_shared<const EngineSettings>(settings)}});
    if (observer) {
        observer->opened(m_events);
        m_requests->post({m_id, Request::Observe{observer}});
    }
}

void AsyncSpawnerPrivate::setObserver(std::shared_ptr<EngineObserver> to)
{
    observer = std::move(to);
    if (observer && m_events)
        observer->opened(m_events);
    post(Request::Observe{observer});
}

void AsyncSpawnerPrivate::post(EngineAction action)
{
    if (!m_requests) {
        if (!std::holds_alternative<Request::Start>(action)
            && !std::holds_alternative<Request::Submit>(action))
            return; // there is nothing yet that it could be about
        open();
    }
    // False when the I/O thread has ended with the application: pending replies end with us.
    m_requests->post({m_id, std::move(action)});
}

void AsyncSpawnerPrivate::configure()
{
    post(Request::Configure{std::make_shared<const EngineSettings>(settings)});
}

CommandReply *AsyncSpawnerPrivate::aspawn(const Command &command, const CommandSpec &spec)
{
    const quint64 id = ++m_lastCommandId;
    auto *const reply
        = new CommandReply(std::make_unique<CommandReplyPrivate>(this, id, command, spec), q);
    reply->d->inputClosed
        = spec.standardInputIsWhole || spec.targets[0] != CommandSpec::StreamTarget::Pipe;
    replies.insert(id, reply);
    queuedCount += isCounted(reply) ? 1 : 0;
    if (std::optional<Refusal> refusal = validate(spec)) {
        auto outcome = std::make_unique<Outcome>();
        outcome->stage = static_cast<Wire::Stage>(refusal->stage);
        outcome->error = refusal->systemError;
        outcome->text = std::move(refusal->text);
        endLocally(id, std::move(outcome));
    } else if (destroyed) {
        auto outcome = std::make_unique<Outcome>();
        outcome->reason = EndReason::Destroyed;
        endLocally(id, std::move(outcome));
    } else {
        logSubmitted(spec, id);
        post(Request::Submit{id, reply->d->spec,
                             spec.environment ? QByteArray() : m_environment.take(),
                             std::chrono::steady_clock::now()});
    }
    return reply;
}

void AsyncSpawnerPrivate::endLocally(quint64 id, std::unique_ptr<Outcome> outcome)
{
    EngineEvent end = Event::Finished{id, std::move(outcome)};
    if (observer) {
        const TimePoint now = Clock::now();
        observer->submitted({id, find(id)->d->spec, {}, now});
        observer->told(end, now);
    }
    m_incoming.push_back(std::move(end));
    wake();
}

bool AsyncSpawnerPrivate::isCounted(const CommandReply *reply)
{
    return !reply->d->spec->longLived;
}

void AsyncSpawnerPrivate::forget(CommandReply *reply)
{
    replies.remove(reply->id());
    if (!isCounted(reply))
        return;
    if (reply->state() == CommandReply::State::Queued)
        --queuedCount;
    else
        --runningCount;
}

// ---- From the engine ---------------------------------------------------------------------------

struct AsyncSpawnerPrivate::Receiver
{
    AsyncSpawnerPrivate &d;

    void operator()(Event::Starting &event) const
    {
        if (CommandReply *const reply = d.find(event.id))
            d.setReplyState(reply, CommandReply::State::Starting);
    }
    void operator()(Event::Waiting &event) const
    {
        if (CommandReply *const reply = d.find(event.id))
            d.setReplyState(reply, CommandReply::State::Queued);
    }
    void operator()(Event::Started &event) const
    {
        CommandReply *const reply = d.find(event.id);
        if (reply == nullptr)
            return;
        d.setReplyState(reply, CommandReply::State::Running);
        reply->d->processId = event.pid;
        Q_EMIT reply->started(event.pid);
    }
    void operator()(Event::Output &event) const
    {
        CommandReply *const reply = d.find(event.id);
        if (reply == nullptr)
            return;
        QByteArray &buffer = reply->d->streamed[event.stream - 1];
        if (buffer.isEmpty())
            buffer = std::move(event.bytes);
        else
            buffer += event.bytes;
        if (event.stream == 1)
            Q_EMIT reply->readyReadStandardOutput();
        else
            Q_EMIT reply->readyReadStandardError();
    }
    void operator()(Event::InputWritten &event) const
    {
        CommandReply *const reply = d.find(event.id);
        if (reply == nullptr)
            return;
        reply->d->bytesToWrite = std::max<qint64>(reply->d->bytesToWrite - event.bytes, 0);
        Q_EMIT reply->standardInputWritten(event.bytes);
    }
    void operator()(Event::InputClosed &event) const
    {
        CommandReply *const reply = d.find(event.id);
        if (reply == nullptr)
            return;
        reply->d->inputClosed = true;
        reply->d->bytesToWrite = 0;
    }
    void operator()(Event::Exited &event) const
    {
        CommandReply *const reply = d.find(event.id);
        if (reply == nullptr)
            return;
        reply->d->hasExited = true;
        Q_EMIT reply->exited(event.exitCode, event.signalNumber);
    }
    void operator()(Event::Finished &event) const
    {
        if (CommandReply *const reply = d.find(event.id))
            d.finish(reply, std::move(*event.outcome));
    }
    void operator()(Event::EndedAfterAll &event) const
    {
        d.log.write(QtWarningMsg, spawnerLog(), u"a command that could not be killed has ended"_s,
                    {{u"id"_s, qint64(event.id)}, {u"pid"_s, event.pid}});
    }
    void operator()(Event::HelperStateChanged &event) const;
    void operator()(std::unique_ptr<Event::HelperEnded> &event) const;
    void operator()(Event::HelperFailed &event) const;
    void operator()(Event::HelperLog &event) const
    {
        d.log.write(QtWarningMsg, helperLog(), QString::fromLocal8Bit(event.line));
    }
};

static_assert(int(AsyncSpawner::State::NotRunning) == int(Event::HelperState::NotRunning));
static_assert(int(AsyncSpawner::State::Starting) == int(Event::HelperState::Starting));
static_assert(int(AsyncSpawner::State::Running) == int(Event::HelperState::Running));
static_assert(int(AsyncSpawner::State::Restarting) == int(Event::HelperState::Restarting));
static_assert(int(AsyncSpawner::State::Failed) == int(Event::HelperState::Failed));
static_assert(int(SpawnerError::Kind::HelperNotFound) == int(Event::HelperProblem::NotFound));
static_assert(int(SpawnerError::Kind::HelperFailedToStart)
              == int(Event::HelperProblem::FailedToStart));
static_assert(int(SpawnerError::Kind::HelperIncompatible)
              == int(Event::HelperProblem::Incompatible));
static_assert(int(SpawnerError::Kind::GaveUp) == int(Event::HelperProblem::GaveUp));

void AsyncSpawnerPrivate::Receiver::operator()(Event::HelperStateChanged &event) const
{
    const QPointer<AsyncSpawner> guard(d.q);
    d.state = static_cast<AsyncSpawner::State>(event.state);
    d.helperProcessId = event.pid;
    Q_EMIT d.q->stateChanged(d.state);
    if (guard && event.state == Event::HelperState::Running)
        Q_EMIT d.q->started(event.pid);
}

void AsyncSpawnerPrivate::Receiver::operator()(std::unique_ptr<Event::HelperEnded> &event) const
{
    const HelperExit helperExit = helperExitFromEvent(*event);
    d.history.append(helperExit);
    if (d.history.size() > HistoryLength)
        d.history.removeFirst();
    const bool wanted = helperExit.reason == HelperExit::Reason::Destroyed;
    d.log.write(wanted ? QtDebugMsg : QtWarningMsg, helperLog(), helperExit.text,
                {{u"carriedOver"_s, helperExit.carriedOver}, {u"resent"_s, helperExit.resent}});
    Q_EMIT d.q->exit(helperExit);
}

void AsyncSpawnerPrivate::Receiver::operator()(Event::HelperFailed &event) const
{
    const SpawnerError error{static_cast<SpawnerError::Kind>(event.problem), event.error,
                             event.text};
    d.log.write(QtCriticalMsg, helperLog(), error.text);
    Q_EMIT d.q->error(error);
}

bool AsyncSpawnerPrivate::event(QEvent *event)
{
    if (event->type() != QEvent::User)
        return QObject::event(event);
    deliver();
    return true;
}

void AsyncSpawnerPrivate::wake()
{
    if (std::exchange(m_wakePosted, true))
        return;
    QCoreApplication::postEvent(this, new QEvent(QEvent::User));
}

void AsyncSpawnerPrivate::deliver()
{
    m_wakePosted = false;
    if (m_events) {
        m_events->take(m_batch);
        m_incoming.insert(m_incoming.end(), std::make_move_iterator(m_batch.begin()),
                          std::make_move_iterator(m_batch.end()));
        m_batch.clear();
    }
    // A slot may run an event loop of its own and wait there for what is still in here, so there is
    // an event on its way as long as there is anything. It may also delete the spawner.
    const QPointer<AsyncSpawnerPrivate> guard(this);
    const auto end = std::chrono::steady_clock::now() + DeliverySlice;
    while (guard && !m_incoming.empty()) {
        EngineEvent event = std::move(m_incoming.front());
        m_incoming.pop_front();
        if (!m_incoming.empty())
            wake();
        std::visit(Receiver{*this}, event);
        if (std::chrono::steady_clock::now() >= end)
            return;
    }
}

void AsyncSpawnerPrivate::setReplyState(CommandReply *reply, CommandReply::State to)
{
    const auto isQueued = [](CommandReply::State s) {
        return s == CommandReply::State::Queued;
    };
    if (!isCounted(reply)) {
        // A worker is not what drained() waits for.
    } else if (isQueued(reply->d->state) && !isQueued(to)) {
        --queuedCount;
        ++runningCount;
    } else if (!isQueued(reply->d->state) && isQueued(to)) {
        ++queuedCount;
        --runningCount;
    }
    reply->d->state = to;
}

void AsyncSpawnerPrivate::finish(CommandReply *reply, Outcome &&outcome)
{
    const QPointer<AsyncSpawner> guard(q);
    const QPointer<CommandReply> replyGuard(reply);
    const bool counted = isCounted(reply);
    forget(reply);
    reply->d->finish(resultFromOutcome(std::move(outcome), *reply->d->spec));
    if (!guard) // whoever continues a future may do anything, as a slot may
        return;
    if (replyGuard) {
        logFinished(reply);
        const CommandResult result = *reply->d->result; // outlives a reply that a slot deletes
        Q_EMIT reply->finished(result);
    }
    if (!guard)
        return;
    if (replyGuard)
        Q_EMIT q->finished(reply);
    if (!guard)
        return;
    if (replyGuard && reply->d->autoDelete)
        reply->deleteLater();
    if (counted && queuedCount == 0 && runningCount == 0)
        Q_EMIT q->drained();
}

// ---- Log ---------------------------------------------------------------------------------------

void AsyncSpawnerPrivate::logSubmitted(const CommandSpec &spec, quint64 id) const
{
    if (!log.isEnabled(QtDebugMsg, spawnerLog()))
        return;
    QJsonObject fields{{u"id"_s, qint64(id)}};
    if (!spec.label.isEmpty())
        fields.insert(u"label"_s, spec.label);
    if (!spec.secret) {
        QJsonArray argv;
        for (const QByteArray &argument : spec.arguments)
            argv.append(QString::fromUtf8(argument));
        fields.insert(u"argv"_s, argv);
    }
    log.write(QtDebugMsg, spawnerLog(), u"command queued"_s, fields);
}

void AsyncSpawnerPrivate::logFinished(const CommandReply *reply) const
{
    if (!log.isEnabled(QtDebugMsg, spawnerLog()))
        return;
    const CommandResult &result = *reply->d->result;
    QJsonObject fields{{u"id"_s, qint64(reply->id())},
                       {u"pid"_s, result.processId},
                       {u"elapsedMicroseconds"_s, qint64(result.elapsed.count())}};
    if (!result.isSuccess())
        fields.insert(u"error"_s, result.errorString());
    log.write(QtDebugMsg, spawnerLog(), u"command finished"_s, fields);
}

} // namespace Spawn

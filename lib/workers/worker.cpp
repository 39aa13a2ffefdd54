// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "workers/worker.h"

#include "workers/worker_p.h"
#include "workers/workercommand.h"

#include <QtCore/QMetaMethod>

#include <cerrno>
#include <sys/socket.h>
#include <utility>

namespace Spawn {

using namespace Qt::StringLiterals;

static QStringList withoutFirst(const QList<QByteArray> &argv)
{
    QStringList arguments;
    for (qsizetype i = 1; i < argv.size(); ++i)
        arguments.append(QString::fromUtf8(argv[i]));
    return arguments;
}

// ---- From its start to its end -----------------------------------------------------------------

WorkerPrivate::WorkerPrivate(Worker *worker, AsyncSpawner *spawner, const Command &asked)
    : q(worker), program(asked.program()), arguments(withoutFirst(asked.arguments()))
{
    int ends[2] = {-1, -1};
    Command command = asked;
    const int error = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0 ? 0 : errno;
    m_childEnd = std::make_shared<Wire::Descriptor>(ends[1]);
    // Without one it fails as any command with a descriptor that could not be had.
    makeWorkerCommand(*command.d, m_childEnd, error);
    if (error == 0) {
        channel = new NodeChannel(Wire::Descriptor(ends[0]), q);
        channel->setReading(false);
        connectChannel();
    }
    reply = spawner->aspawn(command);
    commandId = reply->id();
    connectReply();
}

WorkerPrivate::~WorkerPrivate()
{
    if (reply)
        reply->disconnect(q);
    kill();
}

void WorkerPrivate::connectReply()
{
    QObject::connect(reply, &CommandReply::started, q, [this](qint64 pid) {
        m_childEnd->reset();
        processId = pid;
        if (state == Worker::State::Starting)
            state = Worker::State::Running;
        const QPointer<Worker> guard(q);
        Q_EMIT q->started();
        if (guard)
            beginReading();
    });
    QObject::connect(reply, &CommandReply::finished, q,
                     [this](const CommandResult &ended) { processEnded(ended); });
    // With its spawner, which says nothing more.
    QObject::connect(reply, &QObject::destroyed, q, [this] {
        if (m_processEnded)
            return;
        CommandResult ended;
        ended.error = CommandResult::Error::Destroyed;
        ended.processId = processId;
        processEnded(ended);
    });
}

void WorkerPrivate::connectChannel()
{
    QObject::connect(channel, &NodeChannel::messageReceived, q, [this](const QJsonValue &message) {
        if (outstanding > 0)
            --outstanding;
        Q_EMIT q->messageReceived(message);
    });
    QObject::connect(channel, &NodeChannel::descriptorReceived, q,
                     [this](const QJsonValue &message, int fd) {
                         Wire::Descriptor descriptor(fd);
                         static const QMetaMethod handedOut
                             = QMetaMethod::fromSignal(&Worker::descriptorReceived);
                         if (outstanding > 0)
                             --outstanding;
                         if (q->isSignalConnected(handedOut))
                             Q_EMIT q->descriptorReceived(message, descriptor.release());
                     });
    QObject::connect(channel, &NodeChannel::drained, q, &Worker::drained);
    QObject::connect(channel, &NodeChannel::faulted, q,
                     [this](NodeChannel::Fault fault, const QString &text) {
                         hasFaulted(fault, text);
                     });
    QObject::connect(channel, &NodeChannel::disconnected, q, [this] {
        const QPointer<Worker> guard(q);
        state = Worker::State::Disconnected;
        Q_EMIT q->disconnected();
        if (guard)
            finishWhenAllIsOver();
    });
}

static_assert(int(NodeChannel::Fault::ChannelClosed) + 1 == int(Worker::Error::ChannelClosed));
static_assert(int(NodeChannel::Fault::ReservedMessage) + 1 == int(Worker::Error::ReservedMessage));
static_assert(int(NodeChannel::Fault::MalformedMessage) + 1
              == int(Worker::Error::MalformedMessage));
static_assert(int(NodeChannel::Fault::MessageTooLong) + 1 == int(Worker::Error::MessageTooLong));
static_assert(int(NodeChannel::Fault::DescriptorRefused) + 1
              == int(Worker::Error::DescriptorRefused));
static_assert(int(NodeChannel::Fault::InvalidDescriptor) + 1
              == int(Worker::Error::InvalidDescriptor));

void WorkerPrivate::hasFaulted(NodeChannel::Fault fault, const QString &text)
{
    // Nobody knows what a child will say next that breaks the rules.
    if (fault == NodeChannel::Fault::MalformedMessage
        || fault == NodeChannel::Fault::MessageTooLong)
        kill();
    report(static_cast<Worker::Error>(int(fault) + 1), text);
}

void WorkerPrivate::processEnded(const CommandResult &ended)
{
    const QPointer<Worker> guard(q);
    m_processEnded = true;
    m_childEnd->reset();
    result = ended;
    if (ended.error == CommandResult::Error::FailedToStart)
        report(Worker::Error::FailedToStart, ended.errorString());
    if (!guard)
        return;
    if (channel != nullptr && state != Worker::State::Disconnected) {
        beginReading();
        channel->peerHasEnded(); // and then it is disconnected
    } else {
        finishWhenAllIsOver();
    }
}

void WorkerPrivate::finishWhenAllIsOver()
{
    if (!m_processEnded || state == Worker::State::Finished)
        return;
    state = Worker::State::Finished;
    outstanding = 0;
    Q_EMIT q->finished(result.exitCode, result.signalNumber);
}

void WorkerPrivate::report(Worker::Error error, const QString &text)
{
    errorText = u"%1: %2"_s.arg(program, text);
    Q_EMIT q->errorOccurred(error);
}

void WorkerPrivate::kill()
{
    if (reply)
        reply->kill();
}

void WorkerPrivate::terminateNow()
{
    // One that has not started has nobody to get a signal.
    if (reply && !reply->sendSignal(reply->command().killSignal()))
        reply->terminate();
}

void WorkerPrivate::setReading(bool reading)
{
    m_readingWanted = reading;
    if (channel != nullptr && m_readingBegun)
        channel->setReading(reading);
}

void WorkerPrivate::beginReading()
{
    if (channel != nullptr && !std::exchange(m_readingBegun, true))
        channel->setReading(m_readingWanted);
}

NodeChannel *WorkerPrivate::openedChannel()
{
    if (channel == nullptr)
        report(Worker::Error::ChannelClosed, u"the channel could not be made"_s);
    return channel;
}

bool WorkerPrivate::count(NodeChannel::Sending sending)
{
    ++outstanding;
    return sending == NodeChannel::Sending::Taken;
}

// ---- Worker ------------------------------------------------------------------------------------

Worker::Worker(AsyncSpawner *spawner, const Command &command, QObject *parent)
    : QObject(parent), d(std::make_unique<WorkerPrivate>(this, spawner, command))
{
}

Worker::~Worker() = default;

qint64 Worker::processId() const
{
    return d->processId;
}

QString Worker::program() const
{
    return d->program;
}

QStringList Worker::arguments() const
{
    return d->arguments;
}

Worker::State Worker::state() const
{
    return d->state;
}

int Worker::outstandingCount() const
{
    return d->outstanding;
}

QString Worker::errorString() const
{
    return d->errorText;
}

CommandResult Worker::result() const
{
    return d->result;
}

bool Worker::send(const QJsonValue &message)
{
    NodeChannel *const channel = d->openedChannel();
    if (channel == nullptr)
        return false;
    const NodeChannel::Sending sending = channel->send(message);
    // A slot that was told of a refusal may have deleted this.
    return sending != NodeChannel::Sending::Refused && d->count(sending);
}

bool Worker::sendDescriptor(const QJsonValue &message, int fd)
{
    NodeChannel *const channel = d->openedChannel();
    if (channel == nullptr)
        return false;
    const NodeChannel::Sending sending = channel->send(message, fd);
    return sending != NodeChannel::Sending::Refused && d->count(sending);
}

void Worker::disconnectChannel()
{
    if (NodeChannel *const channel = d->openedChannel())
        channel->disconnectChannel();
}

void Worker::terminate()
{
    if (d->reply)
        d->reply->terminate();
}

void Worker::kill()
{
    d->kill();
}

Worker *forkWorker(AsyncSpawner *spawner, const Command &command, QObject *parent)
{
    return new Worker(spawner, command, parent);
}

} // namespace Spawn

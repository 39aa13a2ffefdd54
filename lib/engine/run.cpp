// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/run.h"

#include "engine/processgroup.h"

#include <algorithm>
#include <cerrno>
#include <sys/epoll.h>

namespace Spawn {

using namespace std::chrono_literals;
using std::chrono::duration_cast;
using std::chrono::microseconds;

// After SIGKILL: whoever is still there waits in the kernel, or belongs to somebody else.
static constexpr auto UnkillableAfter = 10s;

Run::Run(RunHost &host, Request::Submit request, std::shared_ptr<const ApplicationContext> context)
    : m_host(host),
      m_id(request.id),
      m_spec(std::move(request.spec)),
      m_context(std::move(context)),
      m_submitted(request.time)
{
    armQueueTimeout();
}

Run::~Run()
{
    m_host.reactor().unwatch(m_pidfdToken, m_pidfd.get());
    clearDeadline(m_timeout);
    clearDeadline(m_killing);
    clearDeadline(m_draining);
    if (m_slot)
        m_host.ledger().release(*m_slot);
}

Outcome &Run::outcome()
{
    if (!m_outcome)
        m_outcome = std::make_unique<Outcome>();
    return *m_outcome;
}

CommandStreams &Run::streams()
{
    if (!m_streams)
        m_streams = std::make_unique<CommandStreams>(*m_spec, m_host.reactor(), this);
    return *m_streams;
}

void Run::setDeadline(std::optional<Deadlines::Key> &key, std::chrono::milliseconds delay, Role role)
{
    clearDeadline(key);
    key = m_host.reactor().setDeadline(after(Clock::now(), delay), this, role);
}

void Run::clearDeadline(std::optional<Deadlines::Key> &key)
{
    if (key)
        m_host.reactor().clearDeadline(*key);
    key.reset();
}

// ---- Waiting -----------------------------------------------------------------------------------

void Run::armQueueTimeout()
{
    if (m_spec->queueTimeout > 0ms) {
        m_timeout = m_host.reactor().setDeadline(after(m_submitted, m_spec->queueTimeout), this,
                                                 QueueTimeout);
    }
}

void Run::sent(uint32_t slot)
{
    m_phase = Phase::Sent;
    m_slot = slot;
    m_shortSince.reset();
    clearDeadline(m_timeout);
    ++outcome().attempts;
    m_host.tell(Event::Starting{m_id});
}

Clock::duration Run::shortage(TimePoint now)
{
    if (!m_shortSince)
        m_shortSince = now;
    return now - *m_shortSince;
}

// ---- Sent --------------------------------------------------------------------------------------

void Run::takenBack()
{
    m_phase = Phase::Waiting;
    m_host.ledger().release(*m_slot);
    m_slot.reset();
    streams().discard();
    if (m_settled) {
        m_host.gone(*this);
        return;
    }
    armQueueTimeout();
    m_host.tell(Event::Waiting{m_id});
}

void Run::cloned(Wire::Descriptor pidfd)
{
    const Wire::LedgerSlot *const slot = m_host.ledger().slot(*m_slot);
    m_phase = Phase::Cloned;
    m_pid = Wire::pidOf(slot);
    m_pidfd = std::move(pidfd);
    // Edge-triggered: until the helper closes its copy there are two, and the kernel would go on
    // telling of a descriptor that we have closed.
    m_pidfdToken = m_host.reactor().watch(m_pidfd.get(), EPOLLIN | EPOLLET, this, Pidfd);
    // The helper's word for it, since this thread may be late; as far as it can be true.
    const TimePoint now = Clock::now();
    m_cloned = std::clamp(TimePoint(std::chrono::nanoseconds(slot->clonedAt)), m_submitted, now);
    outcome().queued = duration_cast<microseconds>(m_cloned - m_submitted);
    if (m_settled) {
        // Told as ended before there was anything to kill.
        if (!m_spec->detached)
            sendToGroup(SIGKILL);
        return;
    }
    if (m_spec->timeout > 0ms)
        m_timeout = m_host.reactor().setDeadline(after(m_cloned, m_spec->timeout), this, Timeout);
    writeInput();
    if (m_pendingUrge != Urge::None)
        urge(m_pendingUrge);
}

void Run::refused(Wire::Stage stage, int error)
{
    m_phase = Phase::Reaped;
    if (m_settled)
        m_host.gone(*this);
    else if (error == ECANCELED && outcome().reason != EndReason::None)
        settle();
    else
        fail(stage, error);
}

void Run::lost()
{
    m_phase = Phase::Reaped;
    if (m_settled) {
        m_host.gone(*this);
        return;
    }
    m_pid = Wire::pidOf(m_host.ledger().slot(*m_slot));
    outcome().ran = true;
    drainOutputs();
    settle();
}

void Run::executed()
{
    if (m_started || m_settled)
        return;
    m_started = true;
    m_pid = Wire::pidOf(m_host.ledger().slot(*m_slot)); // output may be quicker than the pidfd
    m_host.tell(Event::Started{m_id, m_pid});
}

// ---- Ending it ---------------------------------------------------------------------------------

void Run::fail(Wire::Stage stage, int error, const QString &text)
{
    outcome().stage = stage;
    outcome().error = error;
    outcome().text = text;
    settle();
}

// The exchange competes with the child's own, immediately before its execve: whoever is first
// decides whether it runs.
bool Run::keepFromRunning()
{
    if (m_phase == Phase::Waiting)
        return true;
    if (m_phase == Phase::Reaped
        || !Wire::exchangeState(m_host.ledger().slot(*m_slot), Wire::LedgerState::Prepared,
                                Wire::LedgerState::Cancelled))
        return false;
    // It may be waiting for a file to open, or for a directory that does not answer.
    if (m_pidfd)
        (void)signalProcess(m_pidfd.get(), SIGKILL);
    return true;
}

void Run::end(EndReason reason)
{
    if (m_settled)
        return;
    if (m_phase == Phase::Reaped) {
        // Only the wait for a descendant's output is left to end.
        outcome().heldOpen = true;
        settle();
        return;
    }
    // It ended by itself and the news is on its way: then that is what happened.
    if (m_pidfd && hasEnded(m_pidfd.get()))
        return;
    if (outcome().reason == EndReason::None)
        outcome().reason = reason;
    if (keepFromRunning())
        settle();
    else
        urge(Urge::Terminate);
}

void Run::destroy()
{
    if (m_settled) {
        if (m_pidfd && !m_spec->detached)
            sendToGroup(SIGKILL);
        return;
    }
    outcome().reason = EndReason::Destroyed;
    if (!keepFromRunning() && m_pidfd && !m_spec->detached)
        sendToGroup(SIGKILL);
    settle();
}

void Run::terminate()
{
    if (m_settled || m_phase == Phase::Reaped)
        return;
    if (keepFromRunning()) {
        outcome().reason = EndReason::Cancelled;
        settle();
    } else {
        urge(Urge::Terminate);
    }
}

void Run::kill()
{
    if (m_settled || m_phase == Phase::Reaped)
        return;
    if (keepFromRunning()) {
        outcome().reason = EndReason::Cancelled;
        settle();
    } else {
        urge(Urge::Kill);
    }
}

void Run::urge(Urge urge)
{
    if (!m_pidfd) {
        m_pendingUrge = std::max(m_pendingUrge, urge);
        return;
    }
    const bool first = !m_ending;
    m_ending = true;
    if (urge == Urge::Kill || m_spec->killDelay <= 0ms) {
        sendToGroup(SIGKILL);
        setDeadline(m_killing, UnkillableAfter, Unkillable);
    } else if (first) {
        sendToGroup(m_spec->killSignal);
        sendToGroup(SIGCONT); // one that is stopped could not act on it
        setDeadline(m_killing, m_spec->killDelay, Kill);
    }
}

void Run::sendToGroup(int signalNumber)
{
    (void)signalGroup(m_pidfd.get(), m_pid, signalNumber); // if it has just ended, so be it
}

void Run::signal(int signalNumber)
{
    if (m_phase == Phase::Cloned && m_pidfd && !m_settled)
        sendToGroup(signalNumber);
}

// ---- Streams -----------------------------------------------------------------------------------

void Run::write(const QByteArray &bytes)
{
    streams().input().append(bytes);
    writeInput();
}

void Run::closeInput()
{
    streams().input().closeWhenWritten();
    writeInput();
}

// Not before it is cloned: what is in a pipe that nobody will read would be lost.
void Run::writeInput()
{
    InputPipe &input = streams().input();
    if (m_phase != Phase::Cloned || !input.isOpen())
        return;
    const qint64 written = input.write(m_host.reactor());
    if (input.error() != 0)
        outcome().inputError = input.error();
    if (written > 0 && !m_settled)
        m_host.tell(Event::InputWritten{m_id, written});
}

void Run::consumed(int stream, qint64 bytes)
{
    if (stream == 1 || stream == 2)
        (void)streams().output(stream).addRoom(m_host.reactor(), bytes);
}

void Run::outputStatus(int stream, OutputPipe::Status status)
{
    OutputPipe &output = streams().output(stream);
    if (streams().isStreamed(stream)) {
        QByteArray bytes = output.takeBytes();
        if (!bytes.isEmpty()) {
            executed(); // nobody else writes there
            m_host.tell(Event::Output{m_id, stream, std::move(bytes)});
        }
    }
    if (status == OutputPipe::Status::Open)
        return;
    const bool limitReached = status == OutputPipe::Status::LimitReached;
    if (limitReached) {
        outcome().truncated[stream - 1] = true;
        // Noted first: the close may end it by SIGPIPE before we do.
        if (outcome().reason == EndReason::None)
            outcome().reason = EndReason::OutputLimit;
    }
    output.close(m_host.reactor());
    if (limitReached && m_phase != Phase::Reaped)
        end(EndReason::OutputLimit);
}

void Run::drainOutputs()
{
    for (int stream = 1; stream <= 2; ++stream) {
        OutputPipe &output = streams().output(stream);
        if (output.isOpen())
            outputStatus(stream, output.drain(m_host.reactor()));
    }
}

// ---- The end -----------------------------------------------------------------------------------

void Run::descriptorReady(int role, uint32_t events)
{
    switch (role) {
    case Pidfd:
        ended();
        break;
    case CommandStreams::Input:
        writeInput();
        break;
    default:
        outputStatus(role, streams().output(role).read(m_host.reactor(), events));
        settleWhenComplete();
    }
}

void Run::deadlineReached(int role)
{
    switch (role) {
    case QueueTimeout:
        m_timeout.reset();
        outcome().reason = EndReason::TimedOut;
        fail(Wire::Stage::Queue, ETIMEDOUT);
        break;
    case Timeout:
        m_timeout.reset();
        end(EndReason::TimedOut);
        break;
    case Kill:
        m_killing.reset();
        urge(Urge::Kill);
        break;
    case Unkillable:
        m_killing.reset();
        outcome().unkillable = true;
        outcome().ran = true;
        settle();
        break;
    case Drain:
        m_draining.reset();
        drainOutputs();
        outcome().heldOpen = true;
        settle();
        break;
    default:
        break;
    }
}

void Run::ended()
{
    Wire::LedgerSlot *const slot = m_host.ledger().slot(*m_slot);
    // While the leader is a zombie nobody else can have its group's number.
    if (m_ending)
        sendToGroup(SIGKILL);
    slot->reaped = 1; // before it is: if we die between the two, the helper must not use the number
    if (!reap(m_pidfd.get(), outcome().status))
        return;
    m_host.reactor().unwatch(m_pidfdToken, m_pidfd.get());
    m_pidfd.reset();
    if (m_streams && !m_settled)
        writeInput(); // the EPIPE that it left may still be waiting behind this
    m_phase = Phase::Reaped;
    clearDeadline(m_timeout);
    clearDeadline(m_killing);
    if (m_streams)
        m_streams->input().close(m_host.reactor());
    if (m_settled) {
        m_host.gone(*this);
        return;
    }
    outcome().elapsed = duration_cast<microseconds>(Clock::now() - m_cloned);
    const Wire::LedgerState state = Wire::stateOf(slot);
    if (state != Wire::LedgerState::Executing) {
        endedWithoutRunning(state);
        return;
    }
    outcome().ran = true;
    executed();
    drainOutputs(); // what it wrote comes before its exit
    m_host.tell(
        Event::Exited{m_id, outcome().status.exitCode, outcome().status.signalNumber});
    if (streams().hasOpenOutput())
        setDeadline(m_draining, m_spec->drainTimeout, Drain);
    settleWhenComplete();
}

void Run::endedWithoutRunning(Wire::LedgerState state)
{
    const Wire::LedgerSlot &slot = *m_host.ledger().slot(*m_slot);
    if (state != Wire::LedgerState::Failed) {
        // Somebody killed it between clone and exec. (Cancelled ones have been told already.)
        fail(Wire::Stage::Fork, ECANCELED);
        return;
    }
    const bool known = slot.stage > static_cast<uint32_t>(Wire::Stage::None)
        && slot.stage <= static_cast<uint32_t>(Wire::Stage::Exec) && slot.error > 0;
    outcome().detail = slot.detail;
    fail(known ? static_cast<Wire::Stage>(slot.stage) : Wire::Stage::Fork,
         known ? slot.error : EPROTO);
}

void Run::settleWhenComplete()
{
    if (m_phase == Phase::Reaped && !m_settled && !streams().hasOpenOutput())
        settle();
}

void Run::settle()
{
    if (m_settled)
        return;
    m_settled = true;
    Outcome &result = outcome();
    if (m_phase == Phase::Cloned && m_pidfd) {
        // Destroyed or unkillable: what it has written until now.
        drainOutputs();
        result.ran = result.ran || Wire::stateOf(m_host.ledger().slot(*m_slot))
                == Wire::LedgerState::Executing;
        result.elapsed = duration_cast<microseconds>(Clock::now() - m_cloned);
    }
    if (m_cloned == TimePoint())
        result.queued = duration_cast<microseconds>(Clock::now() - m_submitted);
    result.pid = result.ran ? m_pid : 0;
    for (int stream = 1; stream <= 2 && m_streams; ++stream) {
        if (!m_streams->isStreamed(stream))
            result.output[stream - 1] = m_streams->output(stream).takeBytes();
    }
    m_streams.reset();
    clearDeadline(m_timeout);
    clearDeadline(m_killing);
    clearDeadline(m_draining);
    m_host.tell(Event::Finished{m_id, std::move(m_outcome)});
    m_host.settled(*this);
    if (m_phase == Phase::Waiting || m_phase == Phase::Reaped)
        m_host.gone(*this);
}

} // namespace Spawn

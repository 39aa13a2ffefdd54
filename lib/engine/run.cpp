// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/run.h"

#include "engine/execflag.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <csignal>
#include <utility>

namespace Spawn {

using namespace std::chrono_literals;
using std::chrono::duration_cast;
using std::chrono::microseconds;

// So often a command's process may be killed before it has executed.
static constexpr int MaximumUnrunEnds = 5;

Run::Run(RunHost &host, Request::Submit request, std::shared_ptr<const ApplicationContext> context)
    : m_host(host), m_id(request.id), m_spec(std::move(request.spec)),
      m_context(std::move(context)), m_submitted(request.time), m_priority(m_spec->priority)
{
    armQueueTimeout();
}

Run::~Run()
{
    clearDeadline();
    leaveControlGroup();
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
        m_streams = std::make_unique<CommandStreams>(*m_spec, m_host.reactor(), *this);
    return *m_streams;
}

void Run::setDeadline(TimePoint from, std::chrono::milliseconds delay, Role role)
{
    clearDeadline();
    m_deadline = m_host.reactor().setDeadline(after(from, delay), this, role);
}

void Run::clearDeadline()
{
    if (m_deadline)
        m_host.reactor().clearDeadline(*m_deadline);
    m_deadline.reset();
}

// ---- Waiting -----------------------------------------------------------------------------------

void Run::armQueueTimeout()
{
    if (m_spec->queueTimeout > 0ms)
        setDeadline(m_submitted, m_spec->queueTimeout, QueueTimeout);
}

int Run::enterControlGroup()
{
    ControlGroups &groups = m_host.controlGroups();
    if (m_spec->detached || m_inControlGroup || !groups.isOpen())
        return 0;
    const int error = groups.make(m_id);
    m_inControlGroup = error == 0;
    return error;
}

void Run::leaveControlGroup()
{
    if (std::exchange(m_inControlGroup, false))
        m_host.controlGroups().remove(m_id);
}

void Run::sent(uint32_t slot)
{
    m_phase = Phase::Sent;
    m_slot = slot;
    clearDeadline();
    ++outcome().attempts;
    m_host.tell(Event::Starting{m_id});
}

// ---- Sent --------------------------------------------------------------------------------------

void Run::takenBack()
{
    leaveControlGroup();
    m_phase = Phase::Waiting;
    m_host.ledger().release(*m_slot);
    m_slot.reset();
    m_cloned = {};
    m_pid = 0;
    if (std::exchange(m_inputTaken, false)) {
        m_streams.reset(); // and begin with the spec's again
        outcome().inputError = 0;
    } else if (m_streams) {
        m_streams->discard();
    }
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
    m_process = std::make_unique<ChildProcess>(m_host.reactor(), *this, m_pid, std::move(pidfd));
    // The helper's word for it, since this thread may be late; as far as it can be true.
    m_cloned = std::clamp(TimePoint(std::chrono::nanoseconds(slot->clonedAt)), m_submitted,
                          Clock::now());
    if (m_settled) {
        // Told as ended before there was anything to kill.
        if (!m_spec->detached)
            m_process->signalGroup(SIGKILL);
        return;
    }
    outcome().queued = duration_cast<microseconds>(m_cloned - m_submitted);
    if (m_spec->timeout > 0ms)
        setDeadline(m_cloned, m_spec->timeout, Timeout);
    writeInput();
    for (uint64_t pending = std::exchange(m_pendingSignals, 0); pending != 0;
         pending &= pending - 1)
        m_process->signalGroup(std::countr_zero(pending) + 1);
    if (m_pendingUrge != Urge::None)
        endProcess(m_pendingUrge);
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
    const Wire::LedgerState state = Wire::stateOf(m_host.ledger().slot(*m_slot));
    if (m_settled)
        m_host.gone(*this);
    else if (state != Wire::LedgerState::Executing)
        endedWithoutRunning(state);
    else
        exited();
}

void Run::executed()
{
    if (m_started || m_settled)
        return;
    m_started = true;
    m_pid = Wire::pidOf(m_host.ledger().slot(*m_slot)); // output may be quicker than the pidfd
    m_host.tell(Event::Started{m_id, m_pid});
}

bool Run::isKnownToRun()
{
    if (m_phase != Phase::Sent && m_phase != Phase::Cloned)
        return true;
    // Its exec may still fail: nobody is left who would see it leave the helper's memory.
    const Wire::LedgerSlot *const slot = m_host.ledger().slot(*m_slot);
    if (Wire::stateOf(slot) == Wire::LedgerState::Executing && hasExecuted(Wire::pidOf(slot)))
        executed();
    return m_started || m_settled;
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
    if (m_process)
        m_process->killAlone();
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
    if (m_process && m_process->hasEnded())
        return;
    if (outcome().reason == EndReason::None)
        outcome().reason = reason;
    if (keepFromRunning())
        settle();
    else
        endProcess(Urge::Terminate);
}

void Run::destroy()
{
    if (!m_settled)
        outcome().reason = EndReason::Destroyed;
    const bool never = !m_settled && keepFromRunning();
    if (!never && m_process && !m_spec->detached)
        m_process->signalGroup(SIGKILL);
    settle();
}

void Run::urge(Urge urge)
{
    if (m_settled || m_phase == Phase::Reaped)
        return;
    if (keepFromRunning()) {
        outcome().reason = EndReason::Cancelled;
        settle();
    } else {
        endProcess(urge);
    }
}

void Run::endProcess(Urge urge)
{
    if (!m_process)
        m_pendingUrge = std::max(m_pendingUrge, urge);
    else if (urge == Urge::Kill)
        m_process->kill();
    else
        m_process->terminate(m_spec->killSignal, m_spec->killDelay);
}

void Run::signal(int signalNumber)
{
    if (m_settled)
        return;
    if (m_process)
        m_process->signalGroup(signalNumber);
    else if (m_phase == Phase::Sent) // told as started, and its pidfd is still on the way
        m_pendingSignals |= uint64_t{1} << (signalNumber - 1);
}

// ---- Streams -----------------------------------------------------------------------------------

void Run::write(const QByteArray &bytes)
{
    if (m_settled)
        return;
    streams().append(bytes);
    writeInput();
}

void Run::closeInput()
{
    if (m_settled)
        return;
    streams().closeInputWhenWritten();
    writeInput();
}

// Not before it is cloned: what is in a pipe that nobody will read would be lost.
void Run::writeInput()
{
    if (m_phase == Phase::Cloned)
        streams().writeInput();
}

void Run::inputWritten(qint64 bytes)
{
    m_inputTaken = true;
    if (!m_settled)
        m_host.tell(Event::InputWritten{m_id, bytes});
}

void Run::inputFailed(int error)
{
    m_inputTaken = true; // what was to be written is gone likewise
    if (m_settled)
        return;
    outcome().inputError = error;
    m_host.tell(Event::InputClosed{m_id});
}

void Run::consumed(int stream, qint64 bytes)
{
    if (m_streams && (stream == 1 || stream == 2))
        m_streams->addRoom(stream, bytes);
}

void Run::outputRead(int stream, QByteArray bytes)
{
    executed(); // nobody else writes there
    m_host.tell(Event::Output{m_id, stream, std::move(bytes)});
}

void Run::outputLimitReached(int stream)
{
    outcome().truncated[stream - 1] = true;
    if (outcome().reason == EndReason::None)
        outcome().reason = EndReason::OutputLimit;
}

void Run::outputClosed()
{
    if (m_phase == Phase::Reaped)
        settleWhenComplete();
    else if (outcome().reason == EndReason::OutputLimit)
        end(EndReason::OutputLimit);
}

// ---- The end -----------------------------------------------------------------------------------

void Run::deadlineReached(int role)
{
    m_deadline.reset();
    switch (role) {
    case QueueTimeout:
        outcome().reason = EndReason::TimedOut;
        fail(Wire::Stage::Queue, ETIMEDOUT);
        break;
    case Timeout:
        end(EndReason::TimedOut);
        break;
    case Drain:
        streams().drainOutputs();
        outcome().heldOpen = true;
        settle();
        break;
    default:
        break;
    }
}

void Run::childUnkillable()
{
    m_unkillable = true;
    outcome().unkillable = true;
    outcome().ran = true;
    settle();
}

void Run::childEnded()
{
    Wire::LedgerSlot *const slot = m_host.ledger().slot(*m_slot);
    m_process->endGroup();
    leaveControlGroup();
    slot->reaped = 1; // before it is: if we die between the two, the helper must not use the number
    ExitStatus status;
    if (!m_process->reap(status))
        return;
    m_process.reset();
    if (!m_settled)
        writeInput(); // the EPIPE that it left may still be waiting behind this
    m_phase = Phase::Reaped;
    clearDeadline();
    if (m_streams)
        m_streams->closeInput();
    if (m_settled) {
        if (m_unkillable)
            m_host.tell(Event::EndedAfterAll{m_id, m_pid});
        m_host.gone(*this);
        return;
    }
    outcome().status = status;
    outcome().elapsed = duration_cast<microseconds>(Clock::now() - m_cloned);
    const Wire::LedgerState state = Wire::stateOf(slot);
    if (state != Wire::LedgerState::Executing) {
        endedWithoutRunning(state);
        return;
    }
    exited();
}

void Run::exited()
{
    outcome().ran = true;
    executed();
    streams().drainOutputs(); // what it wrote comes before its exit
    const ExitStatus &status = outcome().status;
    m_host.tell(Event::Exited{m_id, status.exitCode, status.signalNumber});
    if (streams().hasOpenOutput())
        setDeadline(Clock::now(), m_spec->drainTimeout, Drain);
    settleWhenComplete();
}

void Run::endedWithoutRunning(Wire::LedgerState state)
{
    const Wire::LedgerSlot &slot = *m_host.ledger().slot(*m_slot);
    if (state != Wire::LedgerState::Failed) {
        // Killed between clone and exec: with its helper, as a rule, whose memory it shares. The
        // kernel's killer for lack of memory takes all of them. (Cancelled ones have been told.)
        ++m_unrunEnds;
        if (mayBeSentAgain())
            m_host.returned(*this);
        else
            fail(Wire::Stage::Fork, ECANCELED);
        return;
    }
    const bool known = slot.stage > static_cast<uint32_t>(Wire::Stage::None)
        && slot.stage <= static_cast<uint32_t>(Wire::Stage::ControlGroup) && slot.error > 0;
    outcome().detail = slot.detail;
    fail(known ? static_cast<Wire::Stage>(slot.stage) : Wire::Stage::Fork,
         known ? slot.error : EPROTO);
}

// What was written to a pipe that nobody has read is gone, unless it is the spec's.
bool Run::mayBeSentAgain() const
{
    return m_unrunEnds < MaximumUnrunEnds && (!m_inputTaken || m_spec->standardInputIsWhole);
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
    if (m_process) {
        // Destroyed or unkillable: what it has written until now.
        streams().drainOutputs();
        result.ran = result.ran
            || Wire::stateOf(m_host.ledger().slot(*m_slot)) == Wire::LedgerState::Executing;
        result.elapsed = duration_cast<microseconds>(Clock::now() - m_cloned);
        m_process->expectNothing();
    }
    if (m_cloned == TimePoint())
        result.queued = duration_cast<microseconds>(Clock::now() - m_submitted);
    result.pid = result.ran ? m_pid : 0;
    if (m_streams) {
        result.output[0] = m_streams->takeCaptured(1);
        result.output[1] = m_streams->takeCaptured(2);
    }
    m_streams.reset();
    clearDeadline();
    m_host.tell(Event::Finished{m_id, std::move(m_outcome)});
    m_host.settled(*this);
    if (m_phase == Phase::Waiting || m_phase == Phase::Reaped)
        m_host.gone(*this);
}

} // namespace Spawn

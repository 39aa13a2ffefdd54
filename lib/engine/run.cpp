// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/run.h"

#include "engine/execflag.h"

#include <bit>
#include <cerrno>
#include <csignal>
#include <utility>

namespace Spawn {

using namespace std::chrono_literals;
using std::chrono::duration_cast;
using std::chrono::microseconds;

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

} // namespace Spawn

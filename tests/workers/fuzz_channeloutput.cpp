// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "wire/descriptormessage.h"
#include "workers/channeloutput.h"

#include <cstdint>
#include <cstdlib>
#include <fcntl.h>
#include <sys/socket.h>
#include <vector>

using namespace Spawn;

namespace {

void require(bool holds)
{
    if (!holds)
        abort();
}

// Reads what has been written, and sees that numbers come in their order, a refused one again, and
// each descriptor with the first byte of its line ("3d" is the line of one).
class Reader final
{
public:
    explicit Reader(int socket) : m_socket(socket) { }

    bool waitsForAnswer() const { return m_waiting; }
    void answered(bool refused)
    {
        m_waiting = false;
        m_mayRepeat = refused;
    }

    void read()
    {
        char bytes[512];
        for (;;) {
            std::vector<Wire::Descriptor> descriptors;
            int flags = 0;
            const ssize_t size = Wire::receiveMessage(m_socket, bytes, descriptors, flags);
            if (size <= 0)
                return;
            require(descriptors.size() <= 1);
            m_descriptors += int(descriptors.size());
            m_bytes.append(bytes, size);
            for (qsizetype end = m_bytes.indexOf('\n'); end >= 0; end = m_bytes.indexOf('\n')) {
                take(m_bytes.first(end));
                m_bytes.remove(0, end + 1);
            }
        }
    }

private:
    void take(QByteArray line)
    {
        if (line == "a") // an answer: it comes at any time
            return;
        require(!m_waiting);
        const bool hasDescriptor = line.endsWith('d');
        if (hasDescriptor) {
            line.chop(1);
            require(m_descriptors-- > 0);
            m_waiting = true;
        }
        const int number = line.toInt();
        require(number == m_last + 1 || (m_mayRepeat && hasDescriptor && number == m_last));
        m_last = number;
        m_mayRepeat = false;
    }

    const int m_socket;
    QByteArray m_bytes;
    int m_last = 0;
    int m_descriptors = 0;
    bool m_waiting = false;
    bool m_mayRepeat = false;
};

} // namespace

// Each byte is something that the sender or its peer does.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return 0;
    const Wire::Descriptor mine(ends[0]);
    Wire::Descriptor theirs(ends[1]);
    const Wire::Descriptor null(open("/dev/null", O_RDWR | O_CLOEXEC));
    ChannelOutput output;
    Reader reader(theirs.get());
    int last = 0;
    for (size_t i = 0; i < size && i < 4096; ++i) {
        switch (data[i] % 8) {
        case 0:
        case 1:
            output.add(QByteArray::number(++last) + '\n');
            break;
        case 2:
        case 3:
            output.add(QByteArray::number(++last) + "d\n",
                       Wire::Descriptor(fcntl(null.get(), F_DUPFD_CLOEXEC, 3)),
                       data[i] % 8 == 2);
            break;
        case 4:
            output.addAnswer("a\n");
            break;
        case 5:
            (void)output.write(mine.get());
            reader.read();
            break;
        case 6:
            if (reader.waitsForAnswer()) {
                require(output.acknowledged());
                reader.answered(false);
            }
            break;
        case 7:
            if (reader.waitsForAnswer()) {
                (void)output.refused();
                reader.answered(true);
            }
            break;
        }
    }
    // In the end everything arrives.
    while (!output.isEmpty()) {
        (void)output.write(mine.get());
        reader.read();
        if (reader.waitsForAnswer()) {
            require(output.acknowledged());
            reader.answered(false);
        }
    }
    return 0;
}

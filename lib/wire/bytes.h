// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

// Little-endian integers and length-prefixed strings in a byte buffer.
namespace Spawn::Wire {

class ByteWriter
{
public:
    explicit ByteWriter(std::vector<uint8_t> &out) : m_out(out) { }

    void u8(uint8_t value) { m_out.push_back(value); }
    void u16(uint16_t value) { number(value); }
    void u32(uint32_t value) { number(value); }
    void u64(uint64_t value) { number(value); }
    void i32(int32_t value) { number(static_cast<uint32_t>(value)); }
    void raw(std::span<const uint8_t> bytes)
    {
        m_out.insert(m_out.end(), bytes.begin(), bytes.end());
    }

    // The length, the bytes, and a NUL, so that the reader can hand the bytes to the kernel where
    // they lie.
    void string(std::string_view bytes)
    {
        u32(static_cast<uint32_t>(bytes.size()));
        m_out.insert(m_out.end(), bytes.begin(), bytes.end());
        m_out.push_back(0);
    }

private:
    template <class T>
    void number(T value)
    {
        for (size_t i = 0; i < sizeof value; ++i)
            m_out.push_back(static_cast<uint8_t>(value >> (8 * i)));
    }

    std::vector<uint8_t> &m_out;
};

// Reads what ByteWriter wrote, from a peer that may have written anything. After the first read
// beyond the end ok() is false and every value is zero or empty.
class ByteReader
{
public:
    explicit ByteReader(std::span<const uint8_t> bytes) : m_rest(bytes) { }

    bool ok() const { return m_ok; }
    bool atEnd() const { return m_rest.empty(); }
    size_t left() const { return m_rest.size(); }

    uint8_t u8() { return number<uint8_t>(); }
    uint16_t u16() { return number<uint16_t>(); }
    uint32_t u32() { return number<uint32_t>(); }
    uint64_t u64() { return number<uint64_t>(); }
    int32_t i32() { return static_cast<int32_t>(number<uint32_t>()); }

    // Fails on a NUL inside and on a missing NUL behind: what the kernel would see is then not
    // what was sent.
    std::string_view string()
    {
        const uint32_t size = u32();
        if (!m_ok || m_rest.size() <= size || m_rest[size] != 0
            || memchr(m_rest.data(), 0, size) != nullptr) {
            fail();
            return {};
        }
        const std::string_view result(reinterpret_cast<const char *>(m_rest.data()), size);
        m_rest = m_rest.subspan(size + 1);
        return result;
    }

private:
    template <class T>
    T number()
    {
        if (m_rest.size() < sizeof(T)) {
            fail();
            return 0;
        }
        T value = 0;
        for (size_t i = 0; i < sizeof(T); ++i)
            value = static_cast<T>(value | static_cast<T>(T{m_rest[i]} << (8 * i)));
        m_rest = m_rest.subspan(sizeof(T));
        return value;
    }

    void fail()
    {
        m_ok = false;
        m_rest = {};
    }

    std::span<const uint8_t> m_rest;
    bool m_ok = true;
};

} // namespace Spawn::Wire

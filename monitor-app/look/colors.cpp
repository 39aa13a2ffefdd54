// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "look/colors.h"

namespace Spawn {

Colors::Colors(const std::array<QRgb, Count> &table)
{
    for (size_t i = 0; i < Count; ++i)
        m_colors[i] = QColor(table[i]);
}

// In the order of Shade.
Colors Colors::light()
{
    return Colors({
        0xF5F6F8, 0xFFFFFF, 0xECEEF2, // grounds
        0xE4E7EC, 0xCBD0D8, 0xE9ECF1, 0xF3F5F9, // lines, chip, hover
        0x1A1D23, 0x4A5160, 0x5D6675, // text
        0x2B5BC7, 0xFFFFFF, 0xE4ECFB, // accent, text on it, selection
        0x0B7560, 0xE1F2EE, // ok
        0xA01A1A, 0xFBE8E6, // fail
        0x8C6100, 0xFBF1DC, // warn
        0x8F1F8A, 0xF5E6F5, // signal
    });
}

Colors Colors::dark()
{
    return Colors({
        0x16181C, 0x1E2126, 0x111316, //
        0x2B2F37, 0x444A55, 0x2B2F37, 0x24282F, //
        0xE8EAED, 0xB4BBC7, 0x9BA3B1, //
        0x7FA6FF, 0x10131A, 0x26334F, //
        0x4FC4A6, 0x17332D, //
        0xFF8563, 0x36231E, //
        0xEBC062, 0x372D17, //
        0xEA8FD4, 0x351F38, //
    });
}

Colors Colors::ofDesktop(const QPalette &desktop)
{
    const QRgb ground = desktop.color(QPalette::Window).rgb();
    const QRgb text = desktop.color(QPalette::WindowText).rgb();
    const QRgb accent = desktop.color(QPalette::Link).rgb();
    return Colors({
        ground, ground, ground, //
        text,   text,   ground, ground, //
        text,   text,   text, //
        accent, ground, ground, //
        text,   ground, text,   ground, text, ground, text, ground, //
    });
}

const QColor &Colors::tone(Tone tone) const
{
    switch (tone) {
    case Tone::Neutral:
        break;
    case Tone::Accent:
        return (*this)[Shade::Accent];
    case Tone::Ok:
        return (*this)[Shade::Ok];
    case Tone::Fail:
        return (*this)[Shade::Fail];
    case Tone::Warn:
        return (*this)[Shade::Warn];
    case Tone::Signal:
        return (*this)[Shade::Signal];
    }
    return (*this)[Shade::Text3];
}

const QColor &Colors::tint(Tone tone) const
{
    switch (tone) {
    case Tone::Neutral:
        break;
    case Tone::Accent:
        return (*this)[Shade::Soft];
    case Tone::Ok:
        return (*this)[Shade::OkTint];
    case Tone::Fail:
        return (*this)[Shade::FailTint];
    case Tone::Warn:
        return (*this)[Shade::WarnTint];
    case Tone::Signal:
        return (*this)[Shade::SignalTint];
    }
    return (*this)[Shade::Chip];
}

QPalette Colors::palette() const
{
    const Colors &of = *this;
    QPalette palette;
    palette.setColor(QPalette::Window, of[Shade::Canvas]);
    palette.setColor(QPalette::WindowText, of[Shade::Text]);
    palette.setColor(QPalette::Base, of[Shade::Surface]);
    palette.setColor(QPalette::AlternateBase, of[Shade::Surface]);
    palette.setColor(QPalette::Text, of[Shade::Text]);
    palette.setColor(QPalette::PlaceholderText, of[Shade::Text3]);
    palette.setColor(QPalette::Button, of[Shade::Surface]);
    palette.setColor(QPalette::ButtonText, of[Shade::Text]);
    palette.setColor(QPalette::BrightText, of[Shade::Fail]);
    palette.setColor(QPalette::Light, of[Shade::Surface]);
    palette.setColor(QPalette::Midlight, of[Shade::Hover]);
    palette.setColor(QPalette::Mid, of[Shade::Line2]);
    palette.setColor(QPalette::Dark, of[Shade::Line2]);
    palette.setColor(QPalette::Shadow, of[Shade::Line2]);
    palette.setColor(QPalette::Highlight, of[Shade::Accent]);
    palette.setColor(QPalette::HighlightedText, of[Shade::OnAccent]);
    palette.setColor(QPalette::Link, of[Shade::Accent]);
    palette.setColor(QPalette::LinkVisited, of[Shade::Accent]);
    palette.setColor(QPalette::ToolTipBase, of[Shade::Surface]);
    palette.setColor(QPalette::ToolTipText, of[Shade::Text]);
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, of[Shade::Text3]);
    return palette;
}

} // namespace Spawn

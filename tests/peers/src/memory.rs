//! How much memory is in use.

/// Bytes in use on the heap, where the system tells: resident memory would hide what freed memory is used again.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn bytes_in_use() -> Option<usize> {
    use malloc_info::info::{SystemType, TotalType};
    let info = malloc_info::malloc_info().ok()?;
    let total = |kind: TotalType| info.total.iter().find(|total| total.r#type == kind).map_or(0, |total| total.size);
    let held = info.system.iter().find(|system| system.r#type == SystemType::Current)?.size;
    Some((held + total(TotalType::Mmap)).saturating_sub(total(TotalType::Fast) + total(TotalType::Rest)))
}

/// Bytes in use on the heap, where the system tells.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn bytes_in_use() -> Option<usize> {
    None
}

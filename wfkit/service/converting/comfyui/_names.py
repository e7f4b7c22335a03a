"""The widgets of ComfyUI's own nodes in the order in which the editor saves them.

`control_after_generate`, which stands behind a seed, is left out.

Read off `nodes.py` and `comfy_extras` of ComfyUI 0.3: the inputs of a node that are no links, required ones first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_TABLE = """
AlignYourStepsScheduler: model_type steps denoise
AudioEncoderLoader: audio_encoder_name
BasicScheduler: scheduler steps denoise
BetaSamplingScheduler: steps alpha beta
CFGGuider: cfg
CLIPAttentionMultiply: q k v out
CLIPLoader: clip_name type device
CLIPMergeSimple: ratio
CLIPSetLastLayer: stop_at_clip_layer
CLIPTextEncode: text
CLIPTextEncodeFlux: clip_l t5xxl guidance
CLIPTextEncodeHiDream: clip_l clip_g t5xxl llama
CLIPTextEncodeHunyuanDiT: bert mt5xl
CLIPTextEncodeLumina2: system_prompt user_prompt
CLIPTextEncodeSD3: clip_l clip_g t5xxl empty_padding
CLIPTextEncodeSDXL: width height crop_w crop_h target_width target_height text_g text_l
CLIPTextEncodeSDXLRefiner: ascore width height text
CLIPVisionEncode: crop
CLIPVisionLoader: clip_name
Canny: low_threshold high_threshold
CheckpointLoader: config_name ckpt_name
CheckpointLoaderSimple: ckpt_name
CheckpointSave: filename_prefix
ComfyMathExpression: expression
ConditioningAverage: conditioning_to_strength
ConditioningSetArea: width height x y strength
ConditioningSetAreaPercentage: width height x y strength
ConditioningSetAreaStrength: strength
ConditioningSetMask: strength set_cond_area
ConditioningSetTimestepRange: start end
ConditioningStableAudio: seconds_start seconds_total
ControlNetApply: strength
ControlNetApplyAdvanced: strength start_percent end_percent
ControlNetApplySD3: strength start_percent end_percent
ControlNetInpaintingAliMamaApply: strength start_percent end_percent
ControlNetLoader: control_net_name
CosmosImageToVideoLatent: width height length batch_size
CreateVideo: fps
CropMask: x y width height
DiffControlNetLoader: control_net_name
DifferentialDiffusion: strength
DualCFGGuider: cfg_conds cfg_cond2_negative style
DualCLIPLoader: clip_name1 clip_name2 type device
EmptyAceStep1.5LatentAudio: seconds batch_size
EmptyAceStepLatentAudio: seconds batch_size
EmptyCosmosLatentVideo: width height length batch_size
EmptyFlux2LatentImage: width height batch_size
EmptyHunyuanImageLatent: width height batch_size
EmptyHunyuanLatentVideo: width height length batch_size
EmptyImage: width height batch_size color
EmptyLTXVLatentVideo: width height length batch_size
EmptyLatentAudio: seconds batch_size
EmptyLatentHunyuan3Dv2: resolution batch_size
EmptyLatentImage: width height batch_size
EmptyMochiLatentVideo: width height length batch_size
EmptySD3LatentImage: width height batch_size
ExponentialScheduler: steps sigma_max sigma_min
FeatherMask: left top right bottom
Flux2Scheduler: steps width height
FluxGuidance: guidance
FluxKontextMultiReferenceLatentMethod: reference_latents_method
FreeU: b1 b2 s1 s2
FreeU_V2: b1 b2 s1 s2
GLIGENLoader: gligen_name
GLIGENTextBoxApply: text width height x y
GeminiImage2Node: prompt model seed aspect_ratio resolution response_modalities system_prompt
GeminiImageNode: prompt model seed aspect_ratio response_modalities system_prompt
GeminiNode: prompt model seed system_prompt
GrowMask: expand tapered_corners
HunyuanImageToVideo: width height length batch_size guidance_type
HyperTile: tile_size swap_size max_depth scale_depth
HypernetworkLoader: hypernetwork_name strength
ImageBlend: blend_factor blend_mode
ImageBlur: blur_radius sigma
ImageColorToMask: color
ImageCompositeMasked: x y resize_source
ImageCrop: width height x y
ImageFromBatch: batch_index length
ImageOnlyCheckpointLoader: ckpt_name
ImageOnlyCheckpointSave: filename_prefix
ImagePadForOutpaint: left top right bottom feathering
ImageQuantize: colors dither
ImageScale: upscale_method width height crop
ImageScaleBy: upscale_method scale_by
ImageScaleToTotalPixels: upscale_method megapixels resolution_steps
ImageSharpen: sharpen_radius sigma alpha
ImageStitch: direction match_image_size spacing_width spacing_color
ImageToMask: channel
InpaintModelConditioning: noise_mask
KSampler: seed steps cfg sampler_name scheduler denoise
KSamplerAdvanced: add_noise noise_seed steps cfg sampler_name scheduler start_at_step end_at_step
    return_with_leftover_noise
KSamplerSelect: sampler_name
KarrasScheduler: steps sigma_max sigma_min rho
LTXVConditioning: frame_rate
LTXVImgToVideo: width height length batch_size strength
LTXVScheduler: steps max_shift base_shift stretch terminal
LatentBlend: blend_factor
LatentComposite: x y feather
LatentCompositeMasked: x y resize_source
LatentCrop: width height x y
LatentFlip: flip_method
LatentFromBatch: batch_index length
LatentMultiply: multiplier
LatentOperationTonemapReinhard: multiplier
LatentRotate: rotation
LatentUpscale: upscale_method width height crop
LatentUpscaleBy: upscale_method scale_by
LoadAudio: audio audioUI upload
LoadImage: image upload
LoadImageMask: image channel upload
LoadLatent: latent
LoadVideo: file upload
LoraLoader: lora_name strength_model strength_clip
LoraLoaderModelOnly: lora_name strength_model
MaskComposite: x y operation
ModelMergeBlocks: input middle out
ModelMergeSimple: ratio
ModelMergeSubtract: multiplier
ModelSamplingAuraFlow: shift
ModelSamplingContinuousEDM: sampling sigma_max sigma_min
ModelSamplingDiscrete: sampling zsnr
ModelSamplingFlux: max_shift base_shift width height
ModelSamplingLTXV: max_shift base_shift
ModelSamplingSD3: shift
ModelSamplingStableCascade: shift
PatchModelAddDownscale: block_number downscale_factor start_percent end_percent downscale_after_skip
    downscale_method upscale_method
PerpNeg: neg_scale
PerpNegGuider: cfg neg_scale
PerturbedAttentionGuidance: scale
PhotoMakerEncode: text
PhotoMakerLoader: photomaker_model_name
PolyexponentialScheduler: steps sigma_max sigma_min rho
PorterDuffImageComposite: mode
PrimitiveBoolean: value
PrimitiveFloat: value
PrimitiveInt: value
PrimitiveString: value
PrimitiveStringMultiline: value
QuadrupleCLIPLoader: clip_name1 clip_name2 clip_name3 clip_name4
RandomNoise: noise_seed
RebatchImages: batch_size
RebatchLatents: batch_size
RenormCFG: cfg_trunc renorm_cfg
RepeatImageBatch: amount
RepeatLatentBatch: amount
RescaleCFG: multiplier
SDTurboScheduler: steps denoise
SD_4XUpscale_Conditioning: scale_ratio noise_augmentation
SVD_img2vid_Conditioning: width height video_frames motion_bucket_id fps augmentation_level
SamplerCustom: add_noise noise_seed cfg
SamplerDPMPP_2M_SDE: solver_type eta s_noise noise_device
SamplerDPMPP_SDE: eta s_noise r noise_device
SamplerEulerAncestral: eta s_noise
SaveAnimatedPNG: filename_prefix fps compress_level
SaveAnimatedWEBP: filename_prefix fps lossless quality method
SaveAudio: filename_prefix
SaveAudioMP3: filename_prefix quality
SaveAudioOpus: filename_prefix quality
SaveGLB: filename_prefix
SaveImage: filename_prefix
SaveLatent: filename_prefix
SaveVideo: filename_prefix format codec
SaveWEBM: filename_prefix codec fps crf
SelfAttentionGuidance: scale blur_sigma
SetUnionControlNetType: type
SkipLayerGuidanceDiT: double_layers single_layers scale start_percent end_percent rescaling_scale
SkipLayerGuidanceSD3: layers scale start_percent end_percent
SolidMask: value width height
SplitSigmas: step
SplitSigmasDenoise: denoise
StableCascade_EmptyLatentImage: width height compression batch_size
StableCascade_StageC_VAEEncode: compression
StableZero123_Conditioning: width height batch_size elevation azimuth
StyleModelApply: strength strength_type
StyleModelLoader: style_model_name
T5TokenizerOptions: min_padding min_length
TextEncodeAceStepAudio1.5: tags lyrics seed bpm duration timesignature language keyscale generate_audio_codes
    cfg_scale temperature top_p top_k min_p
TextEncodeAceStepAudio: tags lyrics lyrics_strength
TextEncodeHunyuanVideo_ImageToVideo: prompt image_interleave
TextEncodeQwenImageEdit: prompt
TextEncodeQwenImageEditPlus: prompt
ThresholdMask: value
TomePatchModel: ratio
TrimVideoLatent: trim_amount
TripleCLIPLoader: clip_name1 clip_name2 clip_name3
UNETLoader: unet_name weight_dtype
UpscaleModelLoader: model_name
VAEDecodeHunyuan3D: num_chunks octree_resolution
VAEDecodeTiled: tile_size overlap temporal_size temporal_overlap
VAEEncodeForInpaint: grow_mask_by
VAEEncodeTiled: tile_size overlap temporal_size temporal_overlap
VAELoader: vae_name
VAESave: filename_prefix
VPScheduler: steps beta_d beta_min eps_s
VideoLinearCFGGuidance: min_cfg
VideoTriangleCFGGuidance: min_cfg
VoxelToMesh: algorithm threshold
VoxelToMeshBasic: threshold
Wan22ImageToVideoLatent: width height length batch_size
WanCameraEmbedding: camera_pose width height length speed fx fy cx cy
WanFirstLastFrameToVideo: width height length batch_size
WanFunControlToVideo: width height length batch_size
WanFunInpaintToVideo: width height length batch_size
WanHuMoImageToVideo: width height length batch_size
WanImageToVideo: width height length batch_size
WanVaceToVideo: width height length batch_size strength
unCLIPCheckpointLoader: ckpt_name
unCLIPConditioning: strength noise_augmentation
"""

NAMES: Mapping[str, tuple[str, ...]] = {
    kind: tuple(names.split())
    for kind, _, names in (line.partition(":") for line in _TABLE.replace("\n    ", " ").strip().split("\n"))
}
